# What single unit tests need beyond their folders.
# Committed files that are made from tables are compared with the sources' own copy.
if(TARGET test_verdict_document)
  target_compile_definitions(test_verdict_document PRIVATE "GATE_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")
endif()
