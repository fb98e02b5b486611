# The conformance cases of CEL; skipped when they are not beside the project.
add_executable(conformance ${CMAKE_CURRENT_SOURCE_DIR}/conformance/conformance.c)
target_compile_definitions(conformance PRIVATE _GNU_SOURCE)
target_compile_options(conformance PRIVATE -Wall -Wextra)
target_link_libraries(conformance PRIVATE gatec_library)
add_test(NAME conformance COMMAND conformance ${CMAKE_SOURCE_DIR}/../shared/cel/cases.ndjson
  ${CMAKE_CURRENT_SOURCE_DIR}/conformance/exceptions.txt)
set_tests_properties(conformance PROPERTIES LABELS case SKIP_RETURN_CODE 77)
