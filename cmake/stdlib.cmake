# The standard library's modules (stdlib/gate/*.gate), embedded as one table of texts.
function(gate_stdlib_modules target)
  if(NOT TARGET ${target})
    return()
  endif()
  file(GLOB modules CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/stdlib/gate/*.gate)
  list(SORT modules)
  set(out ${CMAKE_BINARY_DIR}/stdlib_generated/modules.inc)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DMODULES=${modules}" -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${modules} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  add_custom_target(gate_stdlib_embed DEPENDS ${out})
  add_dependencies(${target} gate_stdlib_embed)
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/stdlib_generated)
endfunction()
