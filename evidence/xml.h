/* XML as a row of elements with attributes and text, each with its place. The only file behind this
 * header knows expat. A document that declares anything of its own (entities, attributes) is refused, as
 * is a reference to what is not declared: nothing in a value may come from elsewhere. */
#ifndef GATE_EVIDENCE_XML_H
#define GATE_EVIDENCE_XML_H

#include "evidence/compose.h"

typedef struct gate_xml gate_xml;

typedef struct gate_xml_value {
    gate_str text; /* as read: UTF-8, references replaced; valid only during the call of [open] */
    size_t at;     /* the byte of the file where the attribute's name begins */
} gate_xml_value;

/* What a reader does with the elements, in the order of the file. [name] lives for the call only. A
 * reader that notes a trouble in the compose that it was given is not called again. */
typedef struct gate_xml_reader {
    void (*open)(void *user, gate_xml *xml, gate_str name);
    void (*close)(void *user, gate_str name);
    void (*text)(void *user, gate_str text); /* in pieces; NULL: not wanted */
} gate_xml_reader;

/* Reads the text of [c]'s artifact. False, with [c]'s trouble, when it is no XML, is cut short or nested
 * too deeply, or when the reader refused. Unwinds when memory is gone. */
bool gate_xml_read(gate_compose *c, const gate_xml_reader *reader, void *user);

/* During [open]: where the element begins, and how many elements it stands in. */
size_t gate_xml_at(const gate_xml *xml);
uint32_t gate_xml_depth(const gate_xml *xml);

/* During [open]: the attribute [name] of the element. False when it has none. */
bool gate_xml_attribute(gate_xml *xml, const char *name, gate_xml_value *out);

/* The version of expat that runs: "2.5.0". Static. */
const char *gate_xml_library(void);

#endif
