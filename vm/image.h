/* A compiled policy as a file (`.gbc`): a header (magic, format version, lengths, SHA-256 of the
 * rest) and the program's sections. Reading trusts nothing: lengths, alignment and digest are checked
 * here, every index by vm/verify.h before the program can run. */
#ifndef GATE_VM_IMAGE_H
#define GATE_VM_IMAGE_H

#include "vm/program.h"

/* Changes with anything that changes the meaning of the bytes: sections, structs, opcodes, kinds,
 * faults. Files of another version are refused, naming both. */
#define GATE_IMAGE_VERSION 2u
#define GATE_IMAGE_MAX     (64u << 20) /* bytes */

/* The bytes of a program, in [arena]. Deterministic: same program, same bytes (padding is zero). */
gate_str gate_image_write(gate_arena *arena, const gate_program *program);

/* A program that borrows [bytes], which must stay; they are copied when they are not aligned to 8 (an
 * arena's block is). NULL when it is not one of ours: [*why] says what is wrong ("not a compiled policy",
 * "made by format 2, this gatec reads 1", "damaged: the digest does not match"). Still unverified. */
gate_program *gate_image_read(gate_arena *arena, gate_str bytes, gate_str *why);
/* The same of bytes that gate_image_write has just given: their digest is taken as right. */
gate_program *gate_image_reread(gate_arena *arena, gate_str bytes, gate_str *why);

/* True when the bytes begin as an image does. */
bool gate_image_is(gate_str bytes);

#endif
