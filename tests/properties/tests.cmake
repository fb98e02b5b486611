# What a reason promises, on generated policies and evidence: 6,000 cases, 100,000 where CI=true, and as many as
# are asked for by hand (bin: properties_test CASES SEED). The generator of expressions is tests/reference's.
file(GLOB properties_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.c)
file(GLOB generator_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/../reference/generate*.c)
set(properties_objects)
foreach(folder base evidence grammar vm stdlib compiler verdict)
  list(APPEND properties_objects $<TARGET_OBJECTS:gate_${folder}>)
endforeach()
add_executable(properties_test ${properties_sources} ${generator_sources} ${properties_objects})
target_compile_options(properties_test PRIVATE ${GATEC_WARNINGS})
target_link_libraries(properties_test PRIVATE gatec_flags m PkgConfig::JANSSON PkgConfig::NETTLE PkgConfig::EXPAT PkgConfig::PCRE2)
add_test(NAME properties/generated COMMAND properties_test)
set_tests_properties(properties/generated PROPERTIES LABELS properties TIMEOUT 900)
