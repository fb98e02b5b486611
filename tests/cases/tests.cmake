# Golden cases: one test a topic, all through one runner. `runner --bless TOPIC…` rewrites goldens.
add_executable(runner ${CMAKE_CURRENT_SOURCE_DIR}/runner.c ${CMAKE_CURRENT_SOURCE_DIR}/runner_text.c
  ${CMAKE_CURRENT_SOURCE_DIR}/runner_error.c ${CMAKE_CURRENT_SOURCE_DIR}/runner_verdict.c
  ${CMAKE_CURRENT_SOURCE_DIR}/runner_triples.c)
target_compile_definitions(runner PRIVATE _GNU_SOURCE)
target_compile_options(runner PRIVATE -Wall -Wextra)
target_link_libraries(runner PRIVATE gatec_library)
set(cases ${CMAKE_CURRENT_SOURCE_DIR}/cases)
file(GLOB topics CONFIGURE_DEPENDS LIST_DIRECTORIES true RELATIVE ${cases} ${cases}/error/* ${cases}/verdict/* ${cases}/expr/*.triples)
foreach(topic IN LISTS topics)
  add_test(NAME cases/${topic} COMMAND runner ${cases}/${topic})
  set_tests_properties(cases/${topic} PROPERTIES LABELS case)
endforeach()
