# The reference evaluator against the machine: 60,000 generated cases, 300,000 where CI=true, and as
# many as are asked for by hand (bin: reference_test CASES SEED).
file(GLOB reference_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.c)
add_executable(reference_test ${reference_sources})
target_compile_options(reference_test PRIVATE ${GATEC_WARNINGS})
target_link_libraries(reference_test PRIVATE gatec_library PkgConfig::JANSSON)
add_test(NAME reference/generated COMMAND reference_test)
set_tests_properties(reference/generated PROPERTIES LABELS reference TIMEOUT 900 COST 300) # the longest: begun first
