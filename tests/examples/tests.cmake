# The example of every function and macro is run.
add_executable(builtin_examples ${CMAKE_CURRENT_SOURCE_DIR}/examples/examples.c)
target_compile_options(builtin_examples PRIVATE -Wall -Wextra)
target_link_libraries(builtin_examples PRIVATE gatec_library)
add_test(NAME builtin-examples COMMAND builtin_examples)
set_tests_properties(builtin-examples PROPERTIES LABELS case)
