/* Parameters: whose value counts, and whether it is allowed. How a value reads is param_value.c's. */
#include "vm/params.h"

#include "base/suggest.h"
#include "base/utf8.h"
#include "evidence/trouble.h"
#include "vm/machine.h"
#include "vm/param_value.h"

static const gate_span nowhere = {0, 0};

/* Everything that filling the parameters of one run shares. */
typedef struct fill {
    gate_arena *arena;
    const gate_program *program;
    gate_diags *diags;
    gate_machine *machine; /* made when a constant is first needed */
    const gate_linked *linked;
    const gate_source **sources;   /* by the program's sources; NULL until a message shows one */
    const gate_setting **settings; /* by parameter; NULL: not given */
} fill;

static gate_str param_name(const fill *f, uint32_t index)
{
    return gate_program_text(f->program, f->program->params[index].name);
}

/* [value] as a message shows it. */
static gate_str value_text(const fill *f, gate_value value)
{
    gate_buf out = gate_buf_new(f->diags->arena);
    gate_value_show(&out, value, 80);
    return gate_buf_str(&out);
}

/* Adds where the policy declares the parameter. */
static void declared_here(fill *f, gate_diag *diag, uint32_t index)
{
    const gate_program *p = f->program;
    gate_where where = p->params[index].where;
    if (where.source >= p->sources_count) return;
    if (!f->sources[where.source]) {
        const gate_p_source *source = &p->sources[where.source];
        f->sources[where.source] =
            gate_source_new(f->diags->arena, where.source, gate_program_text(p, source->name),
                            gate_program_text(p, source->text));
    }
    gate_diag_label(f->diags, diag, f->sources[where.source], (gate_span){where.lo, where.hi},
                    "declared here");
}

/* -- settings ------------------------------------------------------------------------------------- */

static bool unknown(fill *f, gate_str name)
{
    const gate_program *p = f->program;
    gate_suggest near = gate_suggest_new(name);
    for (uint32_t i = 0; i < p->params_count; i++)
        gate_suggest_offer(&near, param_name(f, i));
    gate_str shown = gate_shown(f->diags->arena, name);
    gate_diag *diag =
        gate_diag_raise(f->diags, GATE_D_SETTING_UNKNOWN, NULL, nowhere,
                        "`-p " GATE_STR_FMT "=…`: the policy has no such parameter", GATE_STR_ARG(shown));
    if (near.best.len) {
        gate_diag_help(f->diags, diag, "Did you mean `" GATE_STR_FMT "`?", GATE_STR_ARG(near.best));
    } else if (p->params_count == 0) {
        gate_diag_help(f->diags, diag, "The policy declares no parameters.");
    } else {
        gate_buf names = gate_buf_new(f->diags->arena);
        for (uint32_t i = 0; i < p->params_count && i < 20; i++) {
            gate_buf_printf(&names, "%s`" GATE_STR_FMT "`", i ? ", " : "", GATE_STR_ARG(param_name(f, i)));
        }
        gate_diag_help(f->diags, diag, "The policy declares " GATE_STR_FMT "%s.",
                       GATE_STR_ARG(gate_buf_str(&names)), p->params_count > 20 ? ", …" : "");
    }
    return false;
}

/* Gives each parameter its setting. Names are few on both sides. */
static bool sort_settings(fill *f, const gate_setting *settings, uint32_t count)
{
    bool fine = true;
    for (uint32_t s = 0; s < count; s++) {
        uint32_t index = 0;
        while (index < f->program->params_count && !gate_str_eq(param_name(f, index), settings[s].name))
            index++;
        if (index == f->program->params_count) {
            fine = unknown(f, settings[s].name);
        } else if (f->settings[index]) {
            gate_diag *diag =
                gate_diag_raise(f->diags, GATE_D_SETTING_TWICE, NULL, nowhere,
                                "`-p " GATE_STR_FMT "=…` is given twice", GATE_STR_ARG(settings[s].name));
            gate_diag_help(f->diags, diag, "Give each parameter once.");
            fine = false;
        } else {
            f->settings[index] = &settings[s];
        }
    }
    return fine;
}

/* -- the policy's own values ---------------------------------------------------------------------- */

/* Runs one of the parameter's constant units; false with a diagnostic when it gives no value of the
 * type. [what] is "default", "floor" or "ceiling". */
static bool constant(fill *f, uint32_t index, uint32_t unit, const char *what, gate_value *out)
{
    const gate_p_param *param = &f->program->params[index];
    if (!f->machine) {
        static const gate_inputs none = {.evidence = NULL}; /* verified: constants read nothing */
        f->machine = gate_machine_new(f->arena, f->linked, &none, GATE_DECIDE, NULL);
    }
    f->machine->used = 0;
    gate_value value = gate_machine_unit(f->machine, unit, NULL, 0);
    /* A limit of a list is one for its elements. */
    gate_p_param type = *param;
    if (unit != param->value) type.is_list = 0;
    gate_str why;
    if (gate_param_accept(f->arena, &type, value, out, &why)) return true;
    gate_diag *diag = gate_diag_raise(f->diags, GATE_D_SETTING_CONSTANT, NULL, nowhere,
                                      "the %s of `" GATE_STR_FMT "`: " GATE_STR_FMT, what,
                                      GATE_STR_ARG(param_name(f, index)), GATE_STR_ARG(why));
    declared_here(f, diag, index);
    gate_diag_help(f->diags, diag, "Mend the policy: nothing can be judged by it.");
    return false;
}

static bool limits(fill *f, uint32_t index, gate_param_values *out)
{
    const gate_p_param *param = &f->program->params[index];
    out->floors[index] = out->ceilings[index] = gate_value_null();
    bool fine = param->floor == GATE_NO || constant(f, index, param->floor, "floor", &out->floors[index]);
    return (param->ceiling == GATE_NO ||
            constant(f, index, param->ceiling, "ceiling", &out->ceilings[index])) &&
           fine;
}

/* -- one parameter -------------------------------------------------------------------------------- */

/* "from 80 to 100", "from 80 on", "up to 100". */
static gate_str allowed(fill *f, uint32_t index, const gate_param_values *values)
{
    gate_value floor = values->floors[index], ceiling = values->ceilings[index];
    gate_arena *arena = f->diags->arena;
    if (ceiling.tag == GATE_T_NULL) {
        return gate_str_printf(arena, "from " GATE_STR_FMT " on", GATE_STR_ARG(value_text(f, floor)));
    }
    if (floor.tag == GATE_T_NULL) {
        return gate_str_printf(arena, "up to " GATE_STR_FMT, GATE_STR_ARG(value_text(f, ceiling)));
    }
    return gate_str_printf(arena, "from " GATE_STR_FMT " to " GATE_STR_FMT,
                           GATE_STR_ARG(value_text(f, floor)), GATE_STR_ARG(value_text(f, ceiling)));
}

static bool crosses(fill *f, uint32_t index, gate_value value, const char *side, gate_value limit,
                    const gate_param_values *values)
{
    gate_diag *diag =
        gate_diag_raise(f->diags, GATE_D_SETTING_LIMIT, NULL, nowhere,
                        "`" GATE_STR_FMT "` is " GATE_STR_FMT " (" GATE_STR_FMT "), %s " GATE_STR_FMT,
                        GATE_STR_ARG(param_name(f, index)), GATE_STR_ARG(value_text(f, value)),
                        GATE_STR_ARG(values->origins[index]), side, GATE_STR_ARG(value_text(f, limit)));
    declared_here(f, diag, index);
    gate_diag_help(f->diags, diag, "The policy allows values " GATE_STR_FMT ".",
                   GATE_STR_ARG(allowed(f, index, values)));
    return false;
}

/* A scalar value against both limits. */
static bool within(fill *f, uint32_t index, gate_value value, const gate_param_values *values)
{
    gate_value floor = values->floors[index], ceiling = values->ceilings[index];
    /* Of what has no order no limit can be said to hold. */
    if (floor.tag != GATE_T_NULL) {
        int order = gate_value_order(value, floor);
        if (order != 0 && order != 1) return crosses(f, index, value, "below its floor", floor, values);
    }
    if (ceiling.tag != GATE_T_NULL) {
        int order = gate_value_order(value, ceiling);
        if (order != 0 && order != -1) return crosses(f, index, value, "above its ceiling", ceiling, values);
    }
    return true;
}

static bool all_within(fill *f, uint32_t index, gate_value value, const gate_param_values *values)
{
    if (value.tag != GATE_T_LIST) return within(f, index, value, values);
    for (size_t i = 0; i < gate_list_len(value); i++) {
        if (!within(f, index, gate_list_at(value, i), values)) return false;
    }
    return true;
}

/* Text from outside. [from] names where it came from, for messages. */
static bool from_text(fill *f, uint32_t index, gate_str text, gate_str from, gate_param_values *out)
{
    gate_str why, help = GATE_STR("");
    if (gate_param_read(f->arena, &f->program->params[index], text, &out->values[index], &why, &help))
        return true;
    gate_diag *diag = gate_diag_raise(f->diags, GATE_D_SETTING_VALUE, NULL, nowhere,
                                      GATE_STR_FMT ": " GATE_STR_FMT, GATE_STR_ARG(from), GATE_STR_ARG(why));
    declared_here(f, diag, index);
    if (help.len) gate_diag_help(f->diags, diag, GATE_STR_FMT, GATE_STR_ARG(help));
    return false;
}

static bool absent(fill *f, uint32_t index)
{
    const gate_p_param *param = &f->program->params[index];
    gate_str name = param_name(f, index);
    gate_str env = gate_program_text(f->program, param->env);
    gate_str type = gate_param_type_text(f->diags->arena, param);
    gate_diag *diag = gate_diag_raise(f->diags, GATE_D_SETTING_ABSENT, NULL, nowhere,
                                      "the parameter `" GATE_STR_FMT "` has no value", GATE_STR_ARG(name));
    declared_here(f, diag, index);
    gate_diag_help(f->diags, diag,
                   "Give it with `-p " GATE_STR_FMT "=…`%s" GATE_STR_FMT "%s; it is of type " GATE_STR_FMT
                   ".",
                   GATE_STR_ARG(name), env.len ? ", or set the variable `" : "", GATE_STR_ARG(env),
                   env.len ? "`" : "", GATE_STR_ARG(type));
    return false;
}

/* The variable's text; NULL when the policy names none, or it is not set, or empty. */
static const char *from_environment(fill *f, gate_str env, gate_getenv *getenv, void *context)
{
    if (!getenv || !env.len) return NULL;
    const char *text = getenv(context, gate_str_z(f->arena, env));
    return text && *text ? text : NULL;
}

static bool fill_one(fill *f, uint32_t index, gate_getenv *getenv, void *context, gate_param_values *out)
{
    const gate_p_param *param = &f->program->params[index];
    gate_str name = param_name(f, index);
    gate_str env = gate_program_text(f->program, param->env);
    gate_arena *notes = f->diags->arena;
    out->values[index] = gate_value_null();
    out->origins[index] = GATE_STR("");
    bool fine = limits(f, index, out);
    const char *variable = f->settings[index] ? NULL : from_environment(f, env, getenv, context);
    if (f->settings[index]) {
        out->origins[index] = GATE_STR("-p");
        gate_str from = gate_str_printf(notes, "`-p " GATE_STR_FMT "`", GATE_STR_ARG(name));
        if (!from_text(f, index, f->settings[index]->value, from, out)) return false;
    } else if (variable) {
        out->origins[index] = gate_str_printf(f->arena, "environment " GATE_STR_FMT, GATE_STR_ARG(env));
        gate_str from = gate_str_printf(notes, "the variable `" GATE_STR_FMT "`, for `" GATE_STR_FMT "`",
                                        GATE_STR_ARG(env), GATE_STR_ARG(name));
        if (!from_text(f, index, gate_str_c(variable), from, out)) return false;
    } else if (param->value == GATE_NO) {
        return absent(f, index);
    } else {
        out->origins[index] = GATE_STR("default");
        if (!constant(f, index, param->value, "default", &out->values[index])) return false;
    }
    return fine && all_within(f, index, out->values[index], out);
}

bool gate_params_fill(gate_arena *arena, const gate_linked *linked, const gate_setting *settings,
                      uint32_t count, gate_getenv *getenv, void *context, gate_diags *diags,
                      gate_param_values *out)
{
    const gate_program *p = linked->program;
    fill f = {.arena = arena, .program = p, .diags = diags, .linked = linked};
    f.sources = GATE_ARRAY(arena, const gate_source *, p->sources_count);
    f.settings = GATE_ARRAY(arena, const gate_setting *, p->params_count);
    out->values = GATE_ARRAY(arena, gate_value, p->params_count);
    out->origins = GATE_ARRAY(arena, gate_str, p->params_count);
    out->floors = GATE_ARRAY(arena, gate_value, p->params_count);
    out->ceilings = GATE_ARRAY(arena, gate_value, p->params_count);
    bool fine = sort_settings(&f, settings, count);
    for (uint32_t i = 0; i < p->params_count; i++) {
        if (!fill_one(&f, i, getenv, context, out)) fine = false;
    }
    return fine;
}

/* -- paths ---------------------------------------------------------------------------------------- */

/* What forbids [text] as a part of a path's segment; NULL when nothing does. */
static const char *unfit(gate_str text)
{
    if (text.len == 0) return "it is empty";
    if (gate_str_eq_c(text, ".") || gate_str_eq_c(text, "..")) return "it stands for a folder";
    for (size_t at = 0; at < text.len;) {
        uint32_t code = gate_utf8_next(text, &at);
        if (code == '/' || code == '\\') return "it holds a slash";
        if (code == '*' || code == '?' || code == '[') return "it holds a wildcard";
        if (code == '\n' || code == '\t' || code == UINT32_MAX || gate_utf8_unsafe(code))
            return "it holds a control character";
    }
    return NULL;
}

bool gate_params_pattern(gate_arena *arena, const gate_program *program, uint32_t evidence,
                         const gate_param_values *values, gate_diags *diags, gate_str *out)
{
    const gate_p_evidence *decl = &program->evidence[evidence];
    fill f = {.arena = arena, .program = program, .diags = diags};
    f.sources = GATE_ARRAY(arena, const gate_source *, program->sources_count);
    if (decl->part_count == 0) {
        *out = gate_program_text(program, decl->pattern);
        return true;
    }
    gate_buf path = gate_buf_new(arena);
    bool fine = true;
    for (uint32_t i = 0; i < decl->part_count; i++) {
        const gate_p_part *part = &program->parts[decl->part_first + i];
        if (part->param == GATE_NO) {
            gate_buf_add(&path, gate_program_text(program, part->text));
            continue;
        }
        gate_value value = values->values[part->param];
        gate_str text = gate_param_plain(arena, value);
        const char *why = value.tag == GATE_T_LIST ? "it is a list" : unfit(text);
        if (why) {
            gate_str shown = gate_shown(diags->arena, text);
            gate_diag *diag = gate_diag_raise(diags, GATE_D_SETTING_SEGMENT, NULL, nowhere,
                                              "`" GATE_STR_FMT "` (" GATE_STR_FMT ") is `" GATE_STR_FMT
                                              "`, which cannot stand in the path of `" GATE_STR_FMT "`: %s",
                                              GATE_STR_ARG(param_name(&f, part->param)),
                                              GATE_STR_ARG(values->origins[part->param]), GATE_STR_ARG(shown),
                                              GATE_STR_ARG(gate_program_text(program, decl->name)), why);
            declared_here(&f, diag, part->param);
            gate_diag_help(diags, diag,
                           "A parameter in a path stands for one name of a file or folder, or a part of it.");
            fine = false;
        }
        gate_buf_add(&path, text);
    }
    *out = gate_buf_str(&path);
    return fine;
}
