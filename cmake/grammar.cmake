# The scanner and the parser: build products, never committed, compiled without our warnings.
function(gate_grammar target)
  if(NOT TARGET ${target})
    return()
  endif()
  set(dir ${CMAKE_BINARY_DIR}/grammar_generated)
  file(MAKE_DIRECTORY ${dir})
  bison_target(gate_parser ${CMAKE_SOURCE_DIR}/grammar/gate.y ${dir}/gate_tab.c
    DEFINES_FILE ${dir}/gate_tab.h COMPILE_FLAGS "-Wall -Wcounterexamples -Werror")
  flex_target(gate_scanner ${CMAKE_SOURCE_DIR}/grammar/gate.l ${dir}/gate_lex.c
    COMPILE_FLAGS "-Cfe" DEFINES_FILE ${dir}/gate_lex.h)
  add_flex_bison_dependency(gate_scanner gate_parser)
  set_source_files_properties(${dir}/gate_tab.c ${dir}/gate_lex.c PROPERTIES COMPILE_OPTIONS "-w")
  target_sources(${target} PRIVATE ${dir}/gate_tab.c ${dir}/gate_lex.c)
  target_include_directories(${target} SYSTEM PRIVATE ${dir})
endfunction()
