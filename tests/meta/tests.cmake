# The guards of the house, and the worked case. Each is a script that takes the root, so that
# meta/selftest can show each of them a tree that it must refuse.
set(meta ${CMAKE_CURRENT_SOURCE_DIR}/meta)
function(gate_guard name)
  add_test(NAME meta/${name} COMMAND sh ${meta}/${name}.sh ${ARGN})
  set_tests_properties(meta/${name} PROPERTIES LABELS meta SKIP_RETURN_CODE 77)
endfunction()

gate_guard(includes ${CMAKE_SOURCE_DIR})
gate_guard(headers ${CMAKE_SOURCE_DIR} ${CMAKE_C_COMPILER} -I${CMAKE_BINARY_DIR}/grammar_generated
  -I${CMAKE_BINARY_DIR}/stdlib_generated)
gate_guard(words ${CMAKE_SOURCE_DIR})
gate_guard(codes ${CMAKE_SOURCE_DIR})
gate_guard(paths ${CMAKE_SOURCE_DIR})
gate_guard(scripts ${CMAKE_SOURCE_DIR})
gate_guard(examples ${CMAKE_SOURCE_DIR})
gate_guard(selftest ${CMAKE_C_COMPILER})
set(writable)
if(GATEC_SANITIZE OR GATEC_COVERAGE OR GATEC_FUZZ)
  set(writable writable) # the instruments write
endif()
gate_guard(symbols $<TARGET_FILE:gatec_library> ${writable})
if(TARGET gatec)
  gate_guard(docs ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
  gate_guard(stdlib $<TARGET_FILE:gatec>)
  gate_guard(billing ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
  gate_guard(after ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
  gate_guard(runbook ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
endif()
