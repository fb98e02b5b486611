# The formatter held against generated policies: 4,000, 100,000 where CI=true, and as many as are asked for by
# hand (bin: format_test ROOT CASES SEED).
file(GLOB format_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.c)
add_executable(format_test ${format_sources})
target_compile_options(format_test PRIVATE ${GATEC_WARNINGS})
target_include_directories(format_test PRIVATE ${CMAKE_CURRENT_LIST_DIR})
target_link_libraries(format_test PRIVATE gatec_library)
add_test(NAME format/generated COMMAND format_test ${CMAKE_SOURCE_DIR})
set_tests_properties(format/generated PROPERTIES LABELS format TIMEOUT 900)

if(TARGET gatec)
  add_test(NAME format/golden COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/golden.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
  # The project's own policies are in the form.
  add_test(NAME format/house COMMAND gatec fmt --check ${CMAKE_SOURCE_DIR}/policies ${CMAKE_SOURCE_DIR}/examples
    ${CMAKE_SOURCE_DIR}/stdlib/gate)
  set_tests_properties(format/golden format/house PROPERTIES LABELS format)
endif()
