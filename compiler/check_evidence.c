#include "compiler/check.h"
#include "compiler/policy.h"
#include "compiler/type_expr.h"

/* The names of evidence/readers.def; a test sees to it that each of them is here. */
static const char *const readers[] = {"json", "file", "ndjson", "junit", "cobertura", "lcov", "gocover"};

static void check_reader(gate_checker *cx, const gate_ident *reader)
{
    if (reader->text.len == 0) return;
    gate_suggest suggest = gate_suggest_new(reader->text);
    for (size_t i = 0; i < GATE_COUNT(readers); i++) {
        gate_suggest_offer(&suggest, gate_str_c(readers[i]));
        if (gate_str_eq_c(reader->text, readers[i])) return;
    }
    gate_diag *diag = gate_raise(cx, UNKNOWN_READER, reader->span, "there is no reader `" GATE_STR_FMT "`",
                                 GATE_STR_ARG(reader->text));
    gate_diag_help(
        cx->diags, diag,
        "Write `json` (which needs no `as`), `ndjson`, `junit`, `cobertura`, `lcov` or `gocover`, or `file` for a "
        "file that only has to be there.");
    gate_help_suggest(cx, diag, &suggest);
}

/* {path: string, size: int, sha256: string} */
static const gate_type *file_type(gate_checker *cx)
{
    gate_type_field *fields = GATE_ARRAY(cx->arena, gate_type_field, 3);
    fields[0] = (gate_type_field){GATE_STR("path"), gate_type_plain(GATE_TY_STRING), false};
    fields[1] = (gate_type_field){GATE_STR("size"), gate_type_plain(GATE_TY_INT), false};
    fields[2] = (gate_type_field){GATE_STR("sha256"), gate_type_plain(GATE_TY_STRING), false};
    return gate_type_record(cx->arena, (gate_str){0}, fields, 3);
}

static const gate_type *one_file(gate_checker *cx, const gate_node *decl)
{
    const gate_node *written = decl->as.evidence.type;
    const gate_type *type = gate_type_of_evidence(cx, written);
    if (!gate_str_eq_c(decl->as.evidence.reader.text, "file")) return type;
    if (written) {
        gate_diag *diag =
            gate_raise(cx, FILE_TYPE, written->span, "what is read `as file` has a type of its own");
        gate_label_own(cx, diag, decl->as.evidence.reader.span, "this reads `path`, `size` and `sha256`");
        gate_diag_help(cx->diags, diag, "Leave out the type, or the `as file`.");
    }
    return file_type(cx);
}

/* A time is a timestamp, a text, or with a zone such as "epoch" a number. */
void gate_time_field_check(gate_checker *cx, const gate_node *field, const gate_type *file)
{
    static const gate_type_kind times[] = {GATE_TY_TIMESTAMP, GATE_TY_STRING, GATE_TY_NUMBER};
    if (!field || field->kind != GATE_N_FIELD) return;
    const gate_type *type = gate_field_check(cx, field, file);
    if (field->as.field.zone) gate_zone_check(cx, field->as.field.zone, true);
    for (size_t i = 0; i < GATE_COUNT(times); i++) {
        if (gate_type_comparable(type, gate_type_plain(times[i]))) return;
    }
    gate_diag *diag = gate_raise(cx, FIELD_TYPE, field->span, "a time cannot be %s", gate_say_type(cx, type));
    gate_diag_help(cx->diags, diag,
                   "Name a field that holds a time: RFC 3339 text, or a number with `in \"epoch\"`.");
}

static void check_by(gate_checker *cx, const gate_node *decl, const gate_type *file)
{
    const gate_node *by = decl->as.evidence.by;
    gate_word many = decl->as.evidence.cardinality;
    if (many != GATE_W_NONE_GIVEN && !by) {
        gate_diag *diag = gate_raise(cx, BY_MISSING, decl->as.evidence.name.span, "`%s` needs a `by`",
                                     gate_word_text(many));
        gate_diag_help(cx->diags, diag, "Say which field holds the time of a file, as in `by generated_at`.");
    } else if (many == GATE_W_NONE_GIVEN && by) {
        gate_diag *diag = gate_raise(cx, BY_EXTRA, by->span, "`by` orders files, and here is only one");
        gate_diag_help(cx->diags, diag, "Write `latest` or `each` before `from`, or leave out the `by`.");
    }
    gate_time_field_check(cx, by, file);
}

void gate_evidence_check(gate_checker *cx, gate_info *info)
{
    const gate_node *decl = info->symbol.decl;
    if (!decl) { /* bound by name only, for an expression by itself */
        info->symbol.type = gate_any();
        return;
    }
    const gate_type *file = one_file(cx, decl);
    bool each = decl->as.evidence.cardinality == GATE_W_EACH;
    info->symbol.type = each && file->kind != GATE_TY_ERROR ? gate_type_list(cx->arena, file) : file;
    check_reader(cx, &decl->as.evidence.reader);
    check_by(cx, decl, file);
    gate_time_field_check(cx, decl->as.evidence.fresh_by, file);
    const gate_node *fresh = decl->as.evidence.fresh, *path = decl->as.evidence.path;
    if (fresh && fresh->kind == GATE_N_DURATION && fresh->as.nanoseconds <= 0)
        gate_raise(cx, NOT_POSITIVE, fresh->span, "nothing is fresh within no time at all");
    if (!path || path->kind != GATE_N_STRING) return;
    gate_template_params(cx, path, "the path of an evidence", true);
    gate_glob_check(cx, path, path->as.string.value);
}
