# Writes OUT: one `{"name", bytes, length},` row per file of MODULES, the bytes as hex, so that no
# text needs quoting and no compiler's limit on string literals is met.
set(text "/* Made by cmake/embed.cmake from stdlib/gate/. */\n")
foreach(file IN LISTS MODULES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR length "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND text "MODULE(${name}, ${length}, ${bytes})\n")
endforeach()
get_filename_component(dir ${OUT} DIRECTORY)
file(MAKE_DIRECTORY ${dir})
file(WRITE ${OUT} "${text}")
