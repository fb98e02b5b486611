# The modules of the standard library on small evidence: every trap that their documentation names, one file of
# triples a module. fixtures/ holds the facts of real files, which lie beside the project.
set(modules ${CMAKE_CURRENT_SOURCE_DIR}/modules)
file(GLOB triples CONFIGURE_DEPENDS ${modules}/*.triples)
add_test(NAME modules/small COMMAND runner ${triples} WORKING_DIRECTORY ${modules})
set_tests_properties(modules/small PROPERTIES LABELS case)
file(GLOB triples CONFIGURE_DEPENDS ${modules}/fixtures/*.triples)
add_test(NAME modules/fixtures COMMAND sh ${modules}/fixtures.sh ${CMAKE_SOURCE_DIR}/../shared/fixtures
  $<TARGET_FILE:runner> ${triples})
set_tests_properties(modules/fixtures PROPERTIES LABELS case SKIP_RETURN_CODE 77)
if(TARGET gatec)
  add_test(NAME modules/toolchains COMMAND sh ${modules}/toolchains.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
  set_tests_properties(modules/toolchains PROPERTIES LABELS case)
endif()

# Hostile evidence, made from the triples' own.
add_executable(hostile ${modules}/hostile.c)
target_compile_options(hostile PRIVATE ${GATEC_WARNINGS})
target_link_libraries(hostile PRIVATE gatec_library PkgConfig::JANSSON)
add_test(NAME modules/hostile COMMAND sh ${modules}/hostile.sh $<TARGET_FILE:hostile> ${modules})
set_tests_properties(modules/hostile PROPERTIES LABELS hostile TIMEOUT 600)
if(TARGET gatec)
  add_test(NAME modules/huge COMMAND sh ${modules}/huge.sh $<TARGET_FILE:gatec>)
  set_tests_properties(modules/huge PROPERTIES LABELS hostile TIMEOUT 900)
endif()
