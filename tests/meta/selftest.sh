#!/bin/sh
# shellcheck disable=SC2016 # the planted texts are scripts themselves
# Every guard can fail: each is shown a small tree that it must accept, and then the same tree with
# one offence in it, which it must refuse. Usage: selftest.sh CC
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
compiler=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tree=$scratch/tree
bad=0

# plant PATH TEXT: a file of the tree, printf's escapes in TEXT.
plant() {
    mkdir -p "$tree/$(dirname "$1")"
    # shellcheck disable=SC2059 # the text is the format
    printf "$2" > "$tree/$1"
}
fresh() {
    rm -rf "$tree"
    plant base/str.h '#ifndef GATE_BASE_STR_H\n#define GATE_BASE_STR_H\n#include <stddef.h>\nsize_t gate_str_len(void);\n#endif\n'
    plant base/str.c '#include "base/str.h"\n/* printf( and abort() are only spoken of */\nsize_t gate_str_len(void)\n{\n    return sizeof "exit(1)";\n}\n'
    plant base/codes_syntax.def 'CODE(SYNTAX, "E0101", ERROR, "a summary",\n     "text")\n'
    plant evidence/json.h '#ifndef GATE_EVIDENCE_JSON_H\n#define GATE_EVIDENCE_JSON_H\n#include "base/str.h"\n#endif\n'
    plant evidence/json.c '#include "evidence/json.h"\n#include <jansson.h>\nvoid gate_json(void)\n{\n    json_decref((json_t *)0);\n}\n'
    plant vm/vm.h '#ifndef GATE_VM_VM_H\n#define GATE_VM_VM_H\n#include "evidence/json.h"\n#endif\n'
    plant compiler/emit.c '#include "base/str.h"\nint gate_emit(void)\n{\n    return GATE_D_SYNTAX;\n}\n'
    plant cli/main.c '#include "api/gatec.h"\n#include <jansson.h>\n'
    plant api/gatec.h '#ifndef GATEC_H\n#define GATEC_H\n#endif\n'
    plant tests/cases/error/syntax.gate 'let x = 1 = 2 // error: E0101\n'
    plant docs/functions.md 'functions\n'
    plant docs/clauses.md 'clauses\n'
    plant docs/diagnostics.md 'diagnostics\n'
    plant docs/opcodes.md 'opcodes\n'
    plant docs/lint.md 'lint\n'
    plant gatec '#!/bin/sh\necho "$3"\n'
    plant scripts/demo '#!/bin/sh\necho demo\n'
    plant .ci/run '#!/bin/sh\necho run\n'
    mkdir -p "$tree/bench" "$tree/examples"
    chmod +x "$tree/gatec"
}
guard() {
    case $1 in
    headers) sh "$here/headers.sh" "$tree" "$compiler" ;;
    docs) sh "$here/docs.sh" "$tree" "$tree/gatec" ;;
    symbols)
        (cd "$tree" && "$compiler" -fPIC -fvisibility=hidden -I. -c base/str.c -o str.o && rm -f l.a && ar rc l.a str.o)
        sh "$here/symbols.sh" "$tree/l.a"
        ;;
    *) sh "$here/$1.sh" "$tree" ;;
    esac > "$scratch/said" 2>&1
}
# refuses GUARD WHAT PATH TEXT: the guard accepts the tree, and not with that file in it.
refuses() {
    fresh
    status=0
    guard "$1" || status=$?
    [ "$status" -ne 77 ] || return 0
    [ "$status" -eq 0 ] || {
        echo "$1 refuses a tree without offence:"
        cat "$scratch/said"
        bad=1
    }
    plant "$3" "$4"
    if guard "$1"; then
        echo "$1 accepts $2"
        bad=1
    fi
}

refuses includes "a floor that includes one above it" base/up.c '#include "evidence/json.h"\n'
refuses includes "a compiler that knows the VM's loop" compiler/loop.c '#include "vm/vm.h"\n'
refuses includes "a command line that reaches past the API" cli/past.c '#include "base/str.h"\n'
refuses includes "an include that is not from the root" base/near.c '#include "str.h"\n'
refuses includes "jansson outside of its file" verdict/document.c '#include <jansson.h>\n'
refuses includes "PCRE2 outside of its file" vm/text.c '#include <pcre2.h>\n'
refuses includes "a ring of two files" base/str.h '#include "base/str.c"\n'
refuses includes "a header called stdlib.h" stdlib/stdlib.h '\n'
refuses includes "a header with the name of one that is included" evidence/stddef.h '\n'
refuses includes "a generated header outside of its folder" compiler/scan.c '#include "gate_tab.h"\n'
refuses headers "a header that needs another" base/alone.h '#ifndef GATE_BASE_ALONE_H\n#define GATE_BASE_ALONE_H\nuint32_t gate_alone(void);\n#endif\n'
refuses headers "a header without a guard" base/bare.h 'struct gate_bare { int x; };\n'
refuses headers "a header with another's guard" base/other.h '#ifndef GATE_BASE_STR_H\n#define GATE_BASE_STR_H\n#endif\n'
refuses words "a library that ends the process" base/end.c 'void gate_end(void) { exit(1); }\n'
refuses words "a library that reads the environment" api/env.c 'const char *gate_env(void) { return getenv("X"); }\n'
refuses words "a library that prints" report/text.c 'void gate_say(void) { fprintf(stderr, "x"); }\n'
refuses words "a reference count outside of its file" vm/count.c 'void gate_keep(json_t *x);\n'
refuses words "a library that takes the allocator" api/gatec.c 'void gate_take(void) { json_set_alloc_funcs(0, 0); }\n'
refuses codes "a code without a case" base/codes_types.def 'CODE(TYPE, "E0301", ERROR, "a summary", "text")\n'
refuses codes "a row that it cannot read" base/codes_types.def 'CODE(SYNTAX2,"0101",ERROR,"","")\n'
refuses codes "a number given twice" base/codes_types.def 'CODE(SYNTAX, "E0101", ERROR, "a summary", "text")\n'
refuses docs "a stale page" docs/opcodes.md 'of yesterday\n'
refuses docs "a program that fails" gatec '#!/bin/sh\nexit 1\n'
refuses symbols "a symbol without prefix" base/str.c 'int helper(void);\nint helper(void) { return 1; }\n'
refuses symbols "an inner function shown to others" base/str.c '__attribute__((visibility("default"))) int gate_x(void);\nint gate_x(void) { return 1; }\n'
refuses symbols "a writable variable" base/str.c 'int *gate_next(void);\nint *gate_next(void) { static int next; return &next; }\n'
refuses symbols "writable pointers" base/str.c 'extern int gate_x;\nint *gate_last = &gate_x;\n'
refuses paths "a path in a home folder" docs/functions.md 'see /home/somebody/x\n'
refuses scripts "an unquoted variable" bench/run '#!/bin/sh\nrm $1\n'

# A code that nothing makes, with a case that names it.
fresh
plant base/codes_types.def 'CODE(TYPE, "E0301", ERROR, "a summary", "text")\n'
plant tests/cases/error/type.gate '// error: E0301\n'
if guard codes; then
    echo "codes accepts a code that nothing makes"
    bad=1
fi
exit $bad
