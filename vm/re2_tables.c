/* The names and sets of RE2's classes. Unicode 14, the version of PCRE2 10.40; letters' cases from Unicode's
 * CaseFolding.txt. Where PCRE2's property and RE2's group of the same name differ, the row says so. */
#include "vm/re2_parse.h"

#include "base/suggest.h"

static const gate_re2_range digits[] = {{'0', '9'}};
static const gate_re2_range perl_space[] = {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}};
static const gate_re2_range word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const gate_re2_range alnum[] = {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}};
static const gate_re2_range alpha[] = {{'A', 'Z'}, {'a', 'z'}};
static const gate_re2_range ascii[] = {{0, 0x7f}};
static const gate_re2_range blank[] = {{'\t', '\t'}, {' ', ' '}};
static const gate_re2_range cntrl[] = {{0, 0x1f}, {0x7f, 0x7f}};
static const gate_re2_range graph[] = {{'!', '~'}};
static const gate_re2_range lower[] = {{'a', 'z'}};
static const gate_re2_range print[] = {{' ', '~'}};
static const gate_re2_range punct[] = {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};
static const gate_re2_range space[] = {{'\t', '\r'}, {' ', ' '}};
static const gate_re2_range upper[] = {{'A', 'Z'}};
static const gate_re2_range xdigit[] = {{'0', '9'}, {'A', 'F'}, {'a', 'f'}};

#define SET(name, ranges)                                                                                    \
    {                                                                                                        \
        name, ranges, GATE_COUNT(ranges)                                                                     \
    }
static const gate_re2_ascii perl_sets[] = {SET("d", digits), SET("s", perl_space), SET("w", word)};
static const gate_re2_ascii posix_sets[] = {
    SET("alnum", alnum), SET("alpha", alpha),   SET("ascii", ascii), SET("blank", blank),
    SET("cntrl", cntrl), SET("digit", digits),  SET("graph", graph), SET("lower", lower),
    SET("print", print), SET("punct", punct),   SET("space", space), SET("upper", upper),
    SET("word", word),   SET("xdigit", xdigit),
};
#undef SET

static const gate_re2_range any[] = {{0, 0x10ffff}};
/* PCRE2 10.42 counts the extended punctuation of the script in. */
static const gate_re2_range yi[] = {{0xa000, 0xa48c}, {0xa490, 0xa4c6}};
/* The characters that fold to one of a group that they are not of. */
static const gate_re2_range fold_letter[] = {{0x345, 0x345}};
static const gate_re2_range fold_mark[] = {{0x399, 0x399}, {0x3b9, 0x3b9}, {0x1fbe, 0x1fbe}};
static const gate_re2_range fold_common[] = {{0x39c, 0x39c}, {0x3bc, 0x3bc}};
static const gate_re2_range fold_greek[] = {{0xb5, 0xb5}, {0x345, 0x345}};
/* Lu under (?i): all letters that have an upper case. */
static const gate_re2_range fold_upper[] = {
    {0x41, 0x5a},       {0x61, 0x7a},       {0xb5, 0xb5},       {0xc0, 0xd6},       {0xd8, 0xf6},
    {0xf8, 0x130},      {0x132, 0x137},     {0x139, 0x148},     {0x14a, 0x18c},     {0x18e, 0x19a},
    {0x19c, 0x1a9},     {0x1ac, 0x1b9},     {0x1bc, 0x1bd},     {0x1bf, 0x1bf},     {0x1c4, 0x1ef},
    {0x1f1, 0x220},     {0x222, 0x233},     {0x23a, 0x254},     {0x256, 0x257},     {0x259, 0x259},
    {0x25b, 0x25c},     {0x260, 0x261},     {0x263, 0x263},     {0x265, 0x266},     {0x268, 0x26c},
    {0x26f, 0x26f},     {0x271, 0x272},     {0x275, 0x275},     {0x27d, 0x27d},     {0x280, 0x280},
    {0x282, 0x283},     {0x287, 0x28c},     {0x292, 0x292},     {0x29d, 0x29e},     {0x345, 0x345},
    {0x370, 0x373},     {0x376, 0x377},     {0x37b, 0x37d},     {0x37f, 0x37f},     {0x386, 0x386},
    {0x388, 0x38a},     {0x38c, 0x38c},     {0x38e, 0x38f},     {0x391, 0x3a1},     {0x3a3, 0x3af},
    {0x3b1, 0x3f5},     {0x3f7, 0x3fb},     {0x3fd, 0x481},     {0x48a, 0x52f},     {0x531, 0x556},
    {0x561, 0x586},     {0x10a0, 0x10c5},   {0x10c7, 0x10c7},   {0x10cd, 0x10cd},   {0x10d0, 0x10fa},
    {0x10fd, 0x10ff},   {0x13a0, 0x13f5},   {0x13f8, 0x13fd},   {0x1c80, 0x1c88},   {0x1c90, 0x1cba},
    {0x1cbd, 0x1cbf},   {0x1d79, 0x1d79},   {0x1d7d, 0x1d7d},   {0x1d8e, 0x1d8e},   {0x1e00, 0x1e95},
    {0x1e9b, 0x1e9b},   {0x1e9e, 0x1e9e},   {0x1ea0, 0x1f15},   {0x1f18, 0x1f1d},   {0x1f20, 0x1f45},
    {0x1f48, 0x1f4d},   {0x1f51, 0x1f51},   {0x1f53, 0x1f53},   {0x1f55, 0x1f55},   {0x1f57, 0x1f57},
    {0x1f59, 0x1f59},   {0x1f5b, 0x1f5b},   {0x1f5d, 0x1f5d},   {0x1f5f, 0x1f7d},   {0x1fb0, 0x1fb1},
    {0x1fb8, 0x1fbb},   {0x1fbe, 0x1fbe},   {0x1fc8, 0x1fcb},   {0x1fd0, 0x1fd1},   {0x1fd8, 0x1fdb},
    {0x1fe0, 0x1fe1},   {0x1fe5, 0x1fe5},   {0x1fe8, 0x1fec},   {0x1ff8, 0x1ffb},   {0x2102, 0x2102},
    {0x2107, 0x2107},   {0x210b, 0x210d},   {0x2110, 0x2112},   {0x2115, 0x2115},   {0x2119, 0x211d},
    {0x2124, 0x2124},   {0x2126, 0x2126},   {0x2128, 0x2128},   {0x212a, 0x212d},   {0x2130, 0x2133},
    {0x213e, 0x213f},   {0x2145, 0x2145},   {0x214e, 0x214e},   {0x2183, 0x2184},   {0x2c00, 0x2c70},
    {0x2c72, 0x2c73},   {0x2c75, 0x2c76},   {0x2c7e, 0x2ce3},   {0x2ceb, 0x2cee},   {0x2cf2, 0x2cf3},
    {0x2d00, 0x2d25},   {0x2d27, 0x2d27},   {0x2d2d, 0x2d2d},   {0xa640, 0xa66d},   {0xa680, 0xa69b},
    {0xa722, 0xa72f},   {0xa732, 0xa76f},   {0xa779, 0xa787},   {0xa78b, 0xa78d},   {0xa790, 0xa794},
    {0xa796, 0xa7ae},   {0xa7b0, 0xa7ca},   {0xa7d0, 0xa7d1},   {0xa7d6, 0xa7d9},   {0xa7f5, 0xa7f6},
    {0xab53, 0xab53},   {0xab70, 0xabbf},   {0xff21, 0xff3a},   {0xff41, 0xff5a},   {0x10400, 0x1044f},
    {0x104b0, 0x104d3}, {0x104d8, 0x104fb}, {0x10570, 0x1057a}, {0x1057c, 0x1058a}, {0x1058c, 0x10592},
    {0x10594, 0x10595}, {0x10597, 0x105a1}, {0x105a3, 0x105b1}, {0x105b3, 0x105b9}, {0x105bb, 0x105bc},
    {0x10c80, 0x10cb2}, {0x10cc0, 0x10cf2}, {0x118a0, 0x118df}, {0x16e40, 0x16e7f}, {0x1d400, 0x1d419},
    {0x1d434, 0x1d44d}, {0x1d468, 0x1d481}, {0x1d49c, 0x1d49c}, {0x1d49e, 0x1d49f}, {0x1d4a2, 0x1d4a2},
    {0x1d4a5, 0x1d4a6}, {0x1d4a9, 0x1d4ac}, {0x1d4ae, 0x1d4b5}, {0x1d4d0, 0x1d4e9}, {0x1d504, 0x1d505},
    {0x1d507, 0x1d50a}, {0x1d50d, 0x1d514}, {0x1d516, 0x1d51c}, {0x1d538, 0x1d539}, {0x1d53b, 0x1d53e},
    {0x1d540, 0x1d544}, {0x1d546, 0x1d546}, {0x1d54a, 0x1d550}, {0x1d56c, 0x1d585}, {0x1d5a0, 0x1d5b9},
    {0x1d5d4, 0x1d5ed}, {0x1d608, 0x1d621}, {0x1d63c, 0x1d655}, {0x1d670, 0x1d689}, {0x1d6a8, 0x1d6c0},
    {0x1d6e2, 0x1d6fa}, {0x1d71c, 0x1d734}, {0x1d756, 0x1d76e}, {0x1d790, 0x1d7a8}, {0x1d7ca, 0x1d7ca},
    {0x1e900, 0x1e943},
};
/* Ll under (?i): all that have, or are, a lower case. */
static const gate_re2_range fold_lower[] = {
    {0x41, 0x5a},       {0x61, 0x7a},       {0xb5, 0xb5},       {0xc0, 0xd6},       {0xd8, 0xf6},
    {0xf8, 0x12f},      {0x131, 0x1ba},     {0x1bc, 0x1bf},     {0x1c4, 0x293},     {0x295, 0x2af},
    {0x345, 0x345},     {0x370, 0x373},     {0x376, 0x377},     {0x37b, 0x37d},     {0x37f, 0x37f},
    {0x386, 0x386},     {0x388, 0x38a},     {0x38c, 0x38c},     {0x38e, 0x3a1},     {0x3a3, 0x3d1},
    {0x3d5, 0x3f5},     {0x3f7, 0x481},     {0x48a, 0x52f},     {0x531, 0x556},     {0x560, 0x588},
    {0x10a0, 0x10c5},   {0x10c7, 0x10c7},   {0x10cd, 0x10cd},   {0x10d0, 0x10fa},   {0x10fd, 0x10ff},
    {0x13a0, 0x13f5},   {0x13f8, 0x13fd},   {0x1c80, 0x1c88},   {0x1c90, 0x1cba},   {0x1cbd, 0x1cbf},
    {0x1d00, 0x1d2b},   {0x1d6b, 0x1d77},   {0x1d79, 0x1d9a},   {0x1e00, 0x1f15},   {0x1f18, 0x1f1d},
    {0x1f20, 0x1f45},   {0x1f48, 0x1f4d},   {0x1f50, 0x1f57},   {0x1f59, 0x1f59},   {0x1f5b, 0x1f5b},
    {0x1f5d, 0x1f5d},   {0x1f5f, 0x1f7d},   {0x1f80, 0x1fb4},   {0x1fb6, 0x1fbc},   {0x1fbe, 0x1fbe},
    {0x1fc2, 0x1fc4},   {0x1fc6, 0x1fcc},   {0x1fd0, 0x1fd3},   {0x1fd6, 0x1fdb},   {0x1fe0, 0x1fec},
    {0x1ff2, 0x1ff4},   {0x1ff6, 0x1ffc},   {0x210a, 0x210a},   {0x210e, 0x210f},   {0x2113, 0x2113},
    {0x2126, 0x2126},   {0x212a, 0x212b},   {0x212f, 0x212f},   {0x2132, 0x2132},   {0x2134, 0x2134},
    {0x2139, 0x2139},   {0x213c, 0x213d},   {0x2146, 0x2149},   {0x214e, 0x214e},   {0x2183, 0x2184},
    {0x2c00, 0x2c7b},   {0x2c7e, 0x2ce4},   {0x2ceb, 0x2cee},   {0x2cf2, 0x2cf3},   {0x2d00, 0x2d25},
    {0x2d27, 0x2d27},   {0x2d2d, 0x2d2d},   {0xa640, 0xa66d},   {0xa680, 0xa69b},   {0xa722, 0xa76f},
    {0xa771, 0xa787},   {0xa78b, 0xa78e},   {0xa790, 0xa7ca},   {0xa7d0, 0xa7d1},   {0xa7d3, 0xa7d3},
    {0xa7d5, 0xa7d9},   {0xa7f5, 0xa7f6},   {0xa7fa, 0xa7fa},   {0xab30, 0xab5a},   {0xab60, 0xab68},
    {0xab70, 0xabbf},   {0xfb00, 0xfb06},   {0xfb13, 0xfb17},   {0xff21, 0xff3a},   {0xff41, 0xff5a},
    {0x10400, 0x1044f}, {0x104b0, 0x104d3}, {0x104d8, 0x104fb}, {0x10570, 0x1057a}, {0x1057c, 0x1058a},
    {0x1058c, 0x10592}, {0x10594, 0x10595}, {0x10597, 0x105a1}, {0x105a3, 0x105b1}, {0x105b3, 0x105b9},
    {0x105bb, 0x105bc}, {0x10c80, 0x10cb2}, {0x10cc0, 0x10cf2}, {0x118a0, 0x118df}, {0x16e40, 0x16e7f},
    {0x1d41a, 0x1d433}, {0x1d44e, 0x1d454}, {0x1d456, 0x1d467}, {0x1d482, 0x1d49b}, {0x1d4b6, 0x1d4b9},
    {0x1d4bb, 0x1d4bb}, {0x1d4bd, 0x1d4c3}, {0x1d4c5, 0x1d4cf}, {0x1d4ea, 0x1d503}, {0x1d51e, 0x1d537},
    {0x1d552, 0x1d56b}, {0x1d586, 0x1d59f}, {0x1d5ba, 0x1d5d3}, {0x1d5ee, 0x1d607}, {0x1d622, 0x1d63b},
    {0x1d656, 0x1d66f}, {0x1d68a, 0x1d6a5}, {0x1d6c2, 0x1d6da}, {0x1d6dc, 0x1d6e1}, {0x1d6fc, 0x1d714},
    {0x1d716, 0x1d71b}, {0x1d736, 0x1d74e}, {0x1d750, 0x1d755}, {0x1d770, 0x1d788}, {0x1d78a, 0x1d78f},
    {0x1d7aa, 0x1d7c2}, {0x1d7c4, 0x1d7c9}, {0x1d7cb, 0x1d7cb}, {0x1df00, 0x1df09}, {0x1df0b, 0x1df1e},
    {0x1df25, 0x1df2a}, {0x1e900, 0x1e943},
};
/* Lt under (?i). */
static const gate_re2_range fold_title[] = {
    {0x1c4, 0x1cc},   {0x1f1, 0x1f3},   {0x1f80, 0x1faf}, {0x1fb3, 0x1fb3}, {0x1fbc, 0x1fbc},
    {0x1fc3, 0x1fc3}, {0x1fcc, 0x1fcc}, {0x1ff3, 0x1ff3}, {0x1ffc, 0x1ffc},
};

#define FOLD(ranges)    NULL, 0, ranges, GATE_COUNT(ranges)
#define INSTEAD(ranges) ranges, GATE_COUNT(ranges), NULL, 0
#define CATEGORY(name)                                                                                       \
    {                                                                                                        \
#name, #name, NULL, 0, NULL, 0                                                                       \
    }
#define SCRIPT(name)                                                                                         \
    {                                                                                                        \
#name, "sc:" #name, NULL, 0, NULL, 0                                                                 \
    }
static const gate_re2_property properties[] = {
    {"Any", NULL, INSTEAD(any)},
    {"Yi", NULL, INSTEAD(yi)},
    {"Lu", "Lu", INSTEAD(fold_upper)},
    {"Ll", "Ll", INSTEAD(fold_lower)},
    {"Lt", "Lt", INSTEAD(fold_title)},
    {"L", "L", FOLD(fold_letter)},
    {"M", "M", FOLD(fold_mark)},
    {"Mn", "Mn", FOLD(fold_mark)},
    {"Common", "sc:Common", FOLD(fold_common)},
    {"Greek", "sc:Greek", FOLD(fold_greek)},
    {"Inherited", "sc:Inherited", FOLD(fold_mark)},
    CATEGORY(C),
    CATEGORY(Cc),
    CATEGORY(Cf),
    CATEGORY(Co),
    CATEGORY(Cs),
    CATEGORY(Lm),
    CATEGORY(Lo),
    CATEGORY(Mc),
    CATEGORY(Me),
    CATEGORY(N),
    CATEGORY(Nd),
    CATEGORY(Nl),
    CATEGORY(No),
    CATEGORY(P),
    CATEGORY(Pc),
    CATEGORY(Pd),
    CATEGORY(Pe),
    CATEGORY(Pf),
    CATEGORY(Pi),
    CATEGORY(Po),
    CATEGORY(Ps),
    CATEGORY(S),
    CATEGORY(Sc),
    CATEGORY(Sk),
    CATEGORY(Sm),
    CATEGORY(So),
    CATEGORY(Z),
    CATEGORY(Zl),
    CATEGORY(Zp),
    CATEGORY(Zs),
    SCRIPT(Adlam),
    SCRIPT(Ahom),
    SCRIPT(Anatolian_Hieroglyphs),
    SCRIPT(Arabic),
    SCRIPT(Armenian),
    SCRIPT(Avestan),
    SCRIPT(Balinese),
    SCRIPT(Bamum),
    SCRIPT(Bassa_Vah),
    SCRIPT(Batak),
    SCRIPT(Bengali),
    SCRIPT(Bhaiksuki),
    SCRIPT(Bopomofo),
    SCRIPT(Brahmi),
    SCRIPT(Braille),
    SCRIPT(Buginese),
    SCRIPT(Buhid),
    SCRIPT(Canadian_Aboriginal),
    SCRIPT(Carian),
    SCRIPT(Caucasian_Albanian),
    SCRIPT(Chakma),
    SCRIPT(Cham),
    SCRIPT(Cherokee),
    SCRIPT(Chorasmian),
    SCRIPT(Coptic),
    SCRIPT(Cuneiform),
    SCRIPT(Cypriot),
    SCRIPT(Cypro_Minoan),
    SCRIPT(Cyrillic),
    SCRIPT(Deseret),
    SCRIPT(Devanagari),
    SCRIPT(Dives_Akuru),
    SCRIPT(Dogra),
    SCRIPT(Duployan),
    SCRIPT(Egyptian_Hieroglyphs),
    SCRIPT(Elbasan),
    SCRIPT(Elymaic),
    SCRIPT(Ethiopic),
    SCRIPT(Georgian),
    SCRIPT(Glagolitic),
    SCRIPT(Gothic),
    SCRIPT(Grantha),
    SCRIPT(Gujarati),
    SCRIPT(Gunjala_Gondi),
    SCRIPT(Gurmukhi),
    SCRIPT(Han),
    SCRIPT(Hangul),
    SCRIPT(Hanifi_Rohingya),
    SCRIPT(Hanunoo),
    SCRIPT(Hatran),
    SCRIPT(Hebrew),
    SCRIPT(Hiragana),
    SCRIPT(Imperial_Aramaic),
    SCRIPT(Inscriptional_Pahlavi),
    SCRIPT(Inscriptional_Parthian),
    SCRIPT(Javanese),
    SCRIPT(Kaithi),
    SCRIPT(Kannada),
    SCRIPT(Katakana),
    SCRIPT(Kayah_Li),
    SCRIPT(Kharoshthi),
    SCRIPT(Khitan_Small_Script),
    SCRIPT(Khmer),
    SCRIPT(Khojki),
    SCRIPT(Khudawadi),
    SCRIPT(Lao),
    SCRIPT(Latin),
    SCRIPT(Lepcha),
    SCRIPT(Limbu),
    SCRIPT(Linear_A),
    SCRIPT(Linear_B),
    SCRIPT(Lisu),
    SCRIPT(Lycian),
    SCRIPT(Lydian),
    SCRIPT(Mahajani),
    SCRIPT(Makasar),
    SCRIPT(Malayalam),
    SCRIPT(Mandaic),
    SCRIPT(Manichaean),
    SCRIPT(Marchen),
    SCRIPT(Masaram_Gondi),
    SCRIPT(Medefaidrin),
    SCRIPT(Meetei_Mayek),
    SCRIPT(Mende_Kikakui),
    SCRIPT(Meroitic_Cursive),
    SCRIPT(Meroitic_Hieroglyphs),
    SCRIPT(Miao),
    SCRIPT(Modi),
    SCRIPT(Mongolian),
    SCRIPT(Mro),
    SCRIPT(Multani),
    SCRIPT(Myanmar),
    SCRIPT(Nabataean),
    SCRIPT(Nandinagari),
    SCRIPT(New_Tai_Lue),
    SCRIPT(Newa),
    SCRIPT(Nko),
    SCRIPT(Nushu),
    SCRIPT(Nyiakeng_Puachue_Hmong),
    SCRIPT(Ogham),
    SCRIPT(Ol_Chiki),
    SCRIPT(Old_Hungarian),
    SCRIPT(Old_Italic),
    SCRIPT(Old_North_Arabian),
    SCRIPT(Old_Permic),
    SCRIPT(Old_Persian),
    SCRIPT(Old_Sogdian),
    SCRIPT(Old_South_Arabian),
    SCRIPT(Old_Turkic),
    SCRIPT(Old_Uyghur),
    SCRIPT(Oriya),
    SCRIPT(Osage),
    SCRIPT(Osmanya),
    SCRIPT(Pahawh_Hmong),
    SCRIPT(Palmyrene),
    SCRIPT(Pau_Cin_Hau),
    SCRIPT(Phags_Pa),
    SCRIPT(Phoenician),
    SCRIPT(Psalter_Pahlavi),
    SCRIPT(Rejang),
    SCRIPT(Runic),
    SCRIPT(Samaritan),
    SCRIPT(Saurashtra),
    SCRIPT(Sharada),
    SCRIPT(Shavian),
    SCRIPT(Siddham),
    SCRIPT(SignWriting),
    SCRIPT(Sinhala),
    SCRIPT(Sora_Sompeng),
    SCRIPT(Soyombo),
    SCRIPT(Sundanese),
    SCRIPT(Syloti_Nagri),
    SCRIPT(Syriac),
    SCRIPT(Tagalog),
    SCRIPT(Tagbanwa),
    SCRIPT(Tai_Le),
    SCRIPT(Tai_Tham),
    SCRIPT(Tai_Viet),
    SCRIPT(Takri),
    SCRIPT(Tamil),
    SCRIPT(Tangsa),
    SCRIPT(Tangut),
    SCRIPT(Telugu),
    SCRIPT(Thaana),
    SCRIPT(Thai),
    SCRIPT(Tibetan),
    SCRIPT(Tifinagh),
    SCRIPT(Tirhuta),
    SCRIPT(Toto),
    SCRIPT(Ugaritic),
    SCRIPT(Vai),
    SCRIPT(Vithkuqi),
    SCRIPT(Wancho),
    SCRIPT(Warang_Citi),
    SCRIPT(Yezidi),
    SCRIPT(Zanabazar_Square),
};
#undef FOLD
#undef INSTEAD
#undef CATEGORY
#undef SCRIPT

const gate_re2_ascii *gate_re2_perl(int letter)
{
    for (size_t i = 0; i < GATE_COUNT(perl_sets); i++)
        if (perl_sets[i].name[0] == letter) return &perl_sets[i];
    return NULL;
}

const gate_re2_ascii *gate_re2_posix(gate_str name)
{
    for (size_t i = 0; i < GATE_COUNT(posix_sets); i++)
        if (gate_str_eq_c(name, posix_sets[i].name)) return &posix_sets[i];
    return NULL;
}

const gate_re2_property *gate_re2_property_find(gate_str name, gate_str *near)
{
    gate_suggest suggest = gate_suggest_new(name);
    for (size_t i = 0; i < GATE_COUNT(properties); i++) {
        if (gate_str_eq_c(name, properties[i].name)) return &properties[i];
        gate_suggest_offer(&suggest, gate_str_c(properties[i].name));
    }
    *near = suggest.best;
    return NULL;
}
