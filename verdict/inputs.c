#include "verdict/inputs.h"

#include "base/zone.h"
#include "evidence/digest.h"
#include "vm/params.h"

gate_str gate_inputs_json(gate_arena *arena, gate_value value)
{
    gate_buf text = gate_buf_new(arena);
    gate_json json = gate_json_new(&text, 0);
    gate_value_json(&json, value);
    return gate_buf_str(&text);
}

gate_str gate_inputs_hex(gate_arena *arena, const uint8_t sha256[32])
{
    char hex[65];
    return gate_str_dup(arena, gate_sha256_hex(hex, sha256));
}

/* A limit of a parameter; empty where there is none. */
static gate_str limit(gate_arena *arena, const gate_value *limits, uint32_t index)
{
    if (!limits || limits[index].tag == GATE_T_NULL || !gate_is_definite(limits[index])) return GATE_STR("");
    return gate_inputs_json(arena, limits[index]);
}

void gate_inputs_parameters(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict)
{
    const gate_program *program = input->program;
    for (uint32_t i = 0; i < program->params_count; i++) {
        gate_doc_parameter *parameter = gate_doc_new_parameter(arena);
        parameter->name = gate_program_text(program, program->params[i].name);
        parameter->type = gate_param_type_text(arena, &program->params[i]);
        parameter->doc = gate_program_text(program, program->params[i].doc);
        if (input->params) parameter->value = gate_inputs_json(arena, input->params[i]);
        if (input->param_origins) parameter->origin = input->param_origins[i];
        parameter->floor = limit(arena, input->param_floors, i);
        parameter->ceiling = limit(arena, input->param_ceilings, i);
        gate_vec_push(arena, &verdict->parameters, parameter);
    }
}

static gate_doc_file *file_of(gate_arena *arena, const gate_artifact *artifact, bool older)
{
    gate_doc_file *file = gate_doc_new_file(arena);
    file->path = artifact->path;
    file->by_hand = artifact->by_hand;
    file->older = older;
    if (artifact->read) {
        file->size = (int64_t)artifact->size;
        file->sha256 = gate_inputs_hex(arena, artifact->sha256);
    }
    if (artifact->has_time) {
        char text[40];
        file->time = gate_str_dup(arena, gate_instant_text(text, artifact->time));
    }
    if (artifact->trouble) file->trouble = artifact->trouble->text;
    return file;
}

static const char *cardinality_word(uint32_t cardinality)
{
    switch ((gate_cardinality)cardinality) {
    case GATE_PLAIN:
        return "one";
    case GATE_LATEST:
        return "latest";
    case GATE_EACH:
        return "each";
    }
    return "one";
}

void gate_inputs_evidence(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict)
{
    const gate_program *program = input->program;
    for (uint32_t i = 0; i < program->evidence_count; i++) {
        const gate_p_evidence *declared = &program->evidence[i];
        const gate_evidence *read = input->evidence ? input->evidence[i] : NULL;
        gate_doc_evidence *evidence = gate_doc_new_evidence(arena);
        evidence->name = gate_program_text(program, declared->name);
        evidence->pattern = read ? read->spec->pattern : gate_program_text(program, declared->pattern);
        evidence->cardinality = gate_str_c(cardinality_word(declared->cardinality));
        evidence->reader = gate_program_text(program, declared->reader);
        evidence->state = GATE_STR("missing");
        for (uint32_t k = 0; read && k < read->count; k++)
            gate_vec_push(arena, &evidence->files, file_of(arena, read->artifacts[k], false));
        for (uint32_t k = 0; read && k < read->other_count; k++)
            gate_vec_push(arena, &evidence->files, file_of(arena, read->others[k], true));
        const gate_trouble *trouble = read ? read->trouble : NULL;
        if (!trouble && read && declared->cardinality != GATE_EACH && read->count)
            trouble = read->artifacts[0]->trouble;
        if (trouble) {
            evidence->state = gate_str_c(trouble->missing ? "missing" : "error");
            evidence->trouble = trouble->text;
        } else if (read) {
            evidence->state = GATE_STR("read");
        }
        gate_vec_push(arena, &verdict->evidence, evidence);
    }
}

void gate_inputs_sources(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict)
{
    static const char *const kinds[] = {
        [GATE_SOURCE_MAIN] = "policy", [GATE_SOURCE_FILE] = "import", [GATE_SOURCE_STD] = "library"};
    const gate_program *program = input->program;
    for (uint32_t i = 0; i < program->sources_count; i++) {
        const gate_p_source *text = &program->sources[i];
        gate_doc_source *source = gate_doc_new_source(arena);
        source->name = gate_program_text(program, text->name);
        source->kind = gate_str_c(kinds[text->kind < GATE_COUNT(kinds) ? text->kind : GATE_SOURCE_FILE]);
        source->sha256 = gate_inputs_hex(arena, text->sha256);
        gate_vec_push(arena, &verdict->sources, source);
    }
}

/* Numbers of seconds have no zone. */
static bool looks_up(const gate_field *field)
{
    bool number = gate_str_eq_c(field->zone, "epoch") || gate_str_eq_c(field->zone, "epoch-ms");
    return field->count && !number && gate_zone_listed(field->zone);
}

void gate_inputs_zones(gate_arena *arena, const gate_verdict_input *input, gate_doc_verdict *verdict)
{
    bool used = input->run->zones;
    for (uint32_t i = 0; input->evidence && i < input->program->evidence_count && !used; i++) {
        const gate_evidence_spec *spec = input->evidence[i] ? input->evidence[i]->spec : NULL;
        used = spec && (looks_up(&spec->by) || (spec->has_fresh && looks_up(&spec->fresh_by)));
    }
    if (used) verdict->zone_table = gate_zone_version(arena);
}
