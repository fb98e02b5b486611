/* The only file that includes expat.h. */
#include "evidence/xml.h"

#include "evidence/jsontext.h"
#include "evidence/trouble.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

struct gate_xml {
    gate_compose *out;
    const gate_xml_reader *reader;
    void *user;
    XML_Parser parser;
    const XML_Char **attributes; /* of the element at hand: name, value, …, NULL */
    size_t *open;                /* where each open element begins */
    uint32_t depth;
};

/* Frees the parser early when all went well, else with the arena. An unwinding jumps out of expat's
 * callbacks; after that the parser is only freed, which needs none of what the callbacks were doing. */
static void release(void *object)
{
    gate_xml *xml = object;
    if (xml->parser) XML_ParserFree(xml->parser);
    xml->parser = NULL;
}

static size_t position(const gate_xml *xml)
{
    XML_Index at = XML_GetCurrentByteIndex(xml->parser);
    return at < 0 ? 0 : (size_t)at;
}

/* Called behind whatever may have noted a trouble. */
static void stop_if_refused(gate_xml *xml)
{
    if (xml->out->trouble) (void)XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL on_open(void *user, const XML_Char *name, const XML_Char **attributes)
{
    gate_xml *xml = user;
    gate_compose *out = xml->out;
    if (out->trouble) return;
    if (xml->depth == out->limits->depth) {
        (void)gate_compose_refuse(out, GATE_D_REPORT_SIZE, position(xml), "nested more than %u deep",
                                  out->limits->depth);
    } else {
        xml->open[xml->depth] = position(xml);
        xml->attributes = attributes;
        xml->reader->open(xml->user, xml, gate_str_c(name));
        xml->depth++;
    }
    stop_if_refused(xml);
}

static void XMLCALL on_close(void *user, const XML_Char *name)
{
    gate_xml *xml = user;
    if (xml->out->trouble) return;
    xml->depth--;
    xml->reader->close(xml->user, gate_str_c(name));
    stop_if_refused(xml);
}

static void XMLCALL on_text(void *user, const XML_Char *text, int len)
{
    gate_xml *xml = user;
    if (xml->out->trouble) return;
    xml->reader->text(xml->user, (gate_str){text, (size_t)len});
}

/* Behind `[` of a document type. Entities would let a small file become a large one, and defaults of
 * attributes would put words into elements that do not have them. */
static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *id,
                               int has_internal)
{
    gate_xml *xml = user;
    (void)name, (void)system, (void)id;
    if (has_internal)
        (void)gate_compose_refuse(xml->out, GATE_D_REPORT_ENTITY, position(xml),
                                  "the document type declares entities or attributes of its own");
    stop_if_refused(xml);
}

static void refuse_entity(gate_xml *xml, size_t at, gate_str name)
{
    gate_str shown = gate_shown(xml->out->arena, name);
    (void)gate_compose_refuse(xml->out, GATE_D_REPORT_ENTITY, at,
                              "the entity `" GATE_STR_FMT "` is not known", GATE_STR_ARG(shown));
}

static void XMLCALL on_skipped(void *user, const XML_Char *name, int is_parameter)
{
    gate_xml *xml = user;
    (void)is_parameter;
    refuse_entity(xml, position(xml), gate_str_c(name));
    stop_if_refused(xml);
}

size_t gate_xml_at(const gate_xml *xml)
{
    return xml->open[xml->depth];
}

uint32_t gate_xml_depth(const gate_xml *xml)
{
    return xml->depth;
}

/* -- attributes in the text ------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t over_blanks(gate_str text, size_t at)
{
    while (at < text.len && is_blank(text.ptr[at]))
        at++;
    return at;
}

static size_t over_name(gate_str text, size_t at)
{
    while (at < text.len && !is_blank(text.ptr[at]) && !strchr("=/>", text.ptr[at]))
        at++;
    return at;
}

/* Where in a start tag, which expat has accepted, an attribute stands: expat tells only the tag's place. */
static bool find_attribute(gate_str text, size_t tag, gate_str name, size_t *at, gate_str *raw)
{
    size_t from = over_blanks(text, over_name(text, tag + 1));
    while (from < text.len && text.ptr[from] != '>' && text.ptr[from] != '/') {
        size_t end = over_name(text, from), quote = over_blanks(text, end);
        if (quote < text.len && text.ptr[quote] == '=') quote = over_blanks(text, quote + 1);
        if (quote >= text.len) return false;
        const char *close = memchr(text.ptr + quote + 1, text.ptr[quote], text.len - quote - 1);
        if (!close) return false;
        size_t behind = (size_t)(close - text.ptr);
        if (gate_str_eq(gate_str_sub(text, from, end), name)) {
            *at = from;
            *raw = gate_str_sub(text, quote + 1, behind);
            return true;
        }
        from = over_blanks(text, behind + 1);
    }
    return false;
}

/* In a document with an external type expat leaves out references that it cannot know, without a word. */
static void check_references(gate_xml *xml, gate_str raw, size_t at)
{
    static const char *const known[] = {"lt", "gt", "amp", "quot", "apos"};
    for (size_t from = gate_str_find(raw, GATE_STR("&"), 0); from < raw.len;
         from = gate_str_find(raw, GATE_STR("&"), from + 1)) {
        size_t end = gate_str_find(raw, GATE_STR(";"), from);
        gate_str name = gate_str_sub(raw, from + 1, end);
        bool right = name.len && name.ptr[0] == '#';
        for (size_t i = 0; i < GATE_COUNT(known) && !right; i++)
            right = gate_str_eq_c(name, known[i]);
        if (!right) refuse_entity(xml, at, name);
        if (!right) return;
    }
}

bool gate_xml_attribute(gate_xml *xml, const char *name, gate_xml_value *out)
{
    for (const XML_Char **at = xml->attributes; *at; at += 2) {
        if (strcmp(at[0], name) != 0) continue;
        gate_str raw = {0};
        *out = (gate_xml_value){gate_str_c(at[1]), gate_xml_at(xml)};
        if (find_attribute(xml->out->artifact->text, out->at, gate_str_c(name), &out->at, &raw))
            check_references(xml, raw, out->at);
        return true;
    }
    return false;
}

/* -- the whole ------------------------------------------------------------------------------------------- */

/* The element that is still open, for a message; "" when there is none. */
static gate_str still_open(const gate_xml *xml)
{
    if (xml->depth == 0) return (gate_str){"", 0};
    gate_str text = xml->out->artifact->text;
    size_t at = xml->open[xml->depth - 1];
    gate_place place = gate_text_place(text, at);
    gate_str name = gate_shown(xml->out->arena, gate_str_sub(text, at + 1, over_name(text, at + 1)));
    return gate_str_printf(xml->out->arena, " inside `<" GATE_STR_FMT ">` of %u:%u", GATE_STR_ARG(name),
                           place.line, place.column);
}

static void refuse_syntax(gate_xml *xml, enum XML_Error error)
{
    gate_compose *out = xml->out;
    size_t at = position(xml);
    if (error == XML_ERROR_NO_MEMORY) gate_panic_raise(gate_arena_panic(out->arena), GATE_E_NOMEM, NULL);
    gate_str inside = still_open(xml);
    bool cut = error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
               error == XML_ERROR_UNCLOSED_CDATA_SECTION || error == XML_ERROR_PARTIAL_CHAR;
    if (cut)
        (void)gate_compose_refuse(out, GATE_D_REPORT_CUT, at, "the text ends%s" GATE_STR_FMT,
                                  inside.len ? "" : " before an element", GATE_STR_ARG(inside));
    else
        (void)gate_compose_refuse(out, GATE_D_REPORT_SYNTAX, at, "%s" GATE_STR_FMT, XML_ErrorString(error),
                                  GATE_STR_ARG(inside));
}

/* What expat would take, or would call by a name that helps nobody. */
static bool looks_right(gate_compose *c)
{
    gate_str text = c->artifact->text;
    size_t start = gate_text_start(text), at = over_blanks(text, start);
    bool wide =
        text.len > 1 && (memcmp(text.ptr, "\xFF\xFE", 2) == 0 || memcmp(text.ptr, "\xFE\xFF", 2) == 0 ||
                         memchr(text.ptr, 0, text.len < 4 ? text.len : 4));
    if (wide)
        return gate_compose_refuse(c, GATE_D_JSON_UTF16, 0, "the text is in UTF-16 or UTF-32, not in UTF-8");
    if (at == text.len) return gate_compose_refuse(c, GATE_D_REPORT_CUT, 0, "the file is empty");
    if (text.ptr[at] != '<') return gate_compose_refuse(c, GATE_D_REPORT_SYNTAX, at, "this is no XML");
    if (text.len > INT_MAX)
        return gate_compose_refuse(c, GATE_D_REPORT_SIZE, 0, "an XML file may have up to 2 GiB");
    return true;
}

bool gate_xml_read(gate_compose *c, const gate_xml_reader *reader, void *user)
{
    if (!looks_right(c)) return false;
    gate_xml *xml = GATE_NEW(c->arena, gate_xml);
    *xml = (gate_xml){.out = c, .reader = reader, .user = user};
    xml->open = GATE_ARRAY(c->arena, size_t, (size_t)c->limits->depth + 1);
    gate_arena_defer(c->arena, release, xml);
    xml->parser = XML_ParserCreate(NULL);
    if (!xml->parser) gate_panic_raise(gate_arena_panic(c->arena), GATE_E_NOMEM, NULL);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_open, on_close);
    if (reader->text) XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    XML_SetSkippedEntityHandler(xml->parser, on_skipped);
    gate_str text = c->artifact->text;
    enum XML_Status status = XML_Parse(xml->parser, text.ptr, (int)text.len, XML_TRUE);
    if (status != XML_STATUS_OK && !c->trouble) refuse_syntax(xml, XML_GetErrorCode(xml->parser));
    release(xml);
    return !c->trouble;
}

const char *gate_xml_library(void)
{
    const char *text = XML_ExpatVersion(); /* "expat_2.5.0" */
    const char *behind = strchr(text, '_');
    return behind ? behind + 1 : text;
}
