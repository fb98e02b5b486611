#include "report/report.h"

static const gate_form_info forms[] = {
#define FORM(name, fn, doc) {name, fn, doc},
#include "report/forms.def"
#undef FORM
};

const gate_form_info *gate_forms(uint32_t *count)
{
    *count = GATE_COUNT(forms);
    return forms;
}

const gate_form_info *gate_form_find(gate_str name)
{
    for (size_t i = 0; i < GATE_COUNT(forms); i++) {
        if (gate_str_eq_c(name, forms[i].name)) return &forms[i];
    }
    return NULL;
}
