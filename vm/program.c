#include "vm/program.h"

#include <string.h>

gate_str gate_program_text(const gate_program *program, gate_text text)
{
    return (gate_str){program->strings + text.at, text.len};
}

gate_str gate_program_slice(const gate_program *program, gate_where where)
{
    if (where.source >= program->sources_count) return (gate_str){"", 0};
    gate_str text = gate_program_text(program, program->sources[where.source].text);
    return gate_str_sub(text, where.lo, where.hi);
}

gate_value gate_program_const(const gate_program *program, uint32_t index)
{
    const gate_p_const *c = &program->consts[index];
    double real;
    switch ((gate_tag)c->tag) {
    case GATE_T_BOOL:
        return gate_value_bool(c->bits != 0);
    case GATE_T_INT:
        return gate_value_int(c->bits);
    case GATE_T_DOUBLE:
        memcpy(&real, &c->bits, sizeof real);
        return gate_value_double(real);
    case GATE_T_STRING:
        return gate_value_str(gate_program_text(program, c->text));
    case GATE_T_TIMESTAMP:
        return gate_value_instant((gate_instant){c->bits, c->nsec});
    case GATE_T_DURATION:
        return gate_value_duration((gate_duration){c->bits, c->nsec});
    case GATE_T_TYPE:
        return gate_value_type((gate_tag)c->bits);
    case GATE_T_MISSING:
    case GATE_T_ERROR:
    case GATE_T_NULL:
    case GATE_T_LIST:
    case GATE_T_MAP:
    case GATE_T_OPTIONAL:
        break;
    }
    return gate_value_null();
}
