#include "base/instant.h"

#include "base/digits.h"

#define DAY_SECONDS 86400
#define NANOS       1000000000

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar, and back: Howard Hinnant's
 * algorithms, which begin the year in March so that the leap day comes last. */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, gate_civil *out)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    out->day = (int32_t)(day_of_year - (153 * month + 2) / 5 + 1);
    out->month = (int32_t)(month < 10 ? month + 3 : month - 9);
    out->year = (int32_t)(year_of_era + era * 400 + (out->month <= 2));
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool in_range(gate_instant at)
{
    return at.sec >= GATE_INSTANT_MIN_SEC && at.sec <= GATE_INSTANT_MAX_SEC;
}

/* [count] digits exactly. */
static bool digits(gate_str text, size_t *at, size_t count, int32_t *out)
{
    int32_t value = 0;
    for (size_t i = 0; i < count; i++, ++*at) {
        if (*at >= text.len || text.ptr[*at] < '0' || text.ptr[*at] > '9') return false;
        value = value * 10 + (text.ptr[*at] - '0');
    }
    *out = value;
    return true;
}

static bool sign_is(gate_str text, size_t *at, char sign)
{
    bool there = *at < text.len && text.ptr[*at] == sign;
    *at += there;
    return there;
}

static bool parse_date(gate_str text, size_t *at, gate_civil *out)
{
    return digits(text, at, 4, &out->year) && sign_is(text, at, '-') && digits(text, at, 2, &out->month) &&
           sign_is(text, at, '-') && digits(text, at, 2, &out->day) && out->year >= 1 && out->month >= 1 &&
           out->month <= 12 && out->day >= 1 && out->day <= month_days(out->year, out->month);
}

static bool parse_time(gate_str text, size_t *at, gate_civil *out)
{
    if (!digits(text, at, 2, &out->hour) || !sign_is(text, at, ':') || !digits(text, at, 2, &out->minute) ||
        !sign_is(text, at, ':') || !digits(text, at, 2, &out->second) || out->hour > 23 || out->minute > 59 ||
        out->second > 59)
        return false;
    if (!sign_is(text, at, '.')) return true;
    size_t start = *at;
    int32_t scale = NANOS, digit = 0;
    while (digits(text, at, 1, &digit)) {
        scale /= 10;
        if (scale == 0) return false;
        out->nsec += digit * scale;
    }
    return *at > start;
}

/* Z or ±hh:mm, or nothing. */
static bool parse_zone(gate_str text, size_t *at, int32_t *offset, bool *zoned)
{
    *offset = 0;
    *zoned = *at < text.len;
    if (!*zoned || sign_is(text, at, 'Z') || sign_is(text, at, 'z')) return true;
    bool west = sign_is(text, at, '-');
    int32_t hours = 0, minutes = 0;
    if ((!west && !sign_is(text, at, '+')) || !digits(text, at, 2, &hours) || !sign_is(text, at, ':') ||
        !digits(text, at, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

bool gate_instant_parse(gate_str text, gate_instant *out, bool *zoned)
{
    gate_civil civil = {0};
    size_t at = 0;
    int32_t offset = 0;
    bool has_zone = false;
    if (!parse_date(text, &at, &civil) ||
        !(sign_is(text, &at, 'T') || sign_is(text, &at, 't') || sign_is(text, &at, ' ')) ||
        !parse_time(text, &at, &civil) || !parse_zone(text, &at, &offset, &has_zone) || at != text.len)
        return false;
    gate_instant made = gate_civil_instant(&civil, offset);
    if (!in_range(made)) return false;
    *out = made;
    *zoned = has_zone;
    return true;
}

gate_str gate_instant_text(char out[40], gate_instant at)
{
    gate_civil civil = gate_instant_civil(at, 0);
    const struct {
        int32_t value;
        char after;
    } parts[] = {{civil.month, '-'}, {civil.day, 'T'}, {civil.hour, ':'}, {civil.minute, ':'}};
    char *to = gate_digits_put(out, (uint64_t)(civil.year > 0 ? civil.year : 0), 4);
    *to++ = '-';
    for (size_t i = 0; i < GATE_COUNT(parts); i++) {
        to = gate_digits_put(to, (uint64_t)parts[i].value, 2);
        *to++ = parts[i].after;
    }
    to = gate_digits_put(to, (uint64_t)civil.second, 2);
    to = gate_digits_fraction(to, (uint32_t)civil.nsec, 9);
    *to++ = 'Z';
    *to = '\0';
    return (gate_str){out, (size_t)(to - out)};
}

int gate_instant_cmp(gate_instant a, gate_instant b)
{
    if (a.sec != b.sec) return a.sec < b.sec ? -1 : 1;
    return (a.nsec > b.nsec) - (a.nsec < b.nsec);
}

bool gate_instant_add(gate_instant at, gate_duration by, gate_instant *out)
{
    gate_instant sum = {0};
    if (__builtin_add_overflow(at.sec, by.sec, &sum.sec)) return false;
    sum.nsec = at.nsec + by.nsec;
    if (sum.nsec < 0 || sum.nsec >= NANOS) {
        int32_t carry = sum.nsec < 0 ? -1 : 1;
        sum.nsec -= carry * NANOS;
        if (__builtin_add_overflow(sum.sec, carry, &sum.sec)) return false;
    }
    if (!in_range(sum)) return false;
    *out = sum;
    return true;
}

gate_duration gate_instant_diff(gate_instant a, gate_instant b)
{
    gate_duration diff = {a.sec - b.sec, a.nsec - b.nsec};
    if (diff.sec > 0 && diff.nsec < 0) {
        diff.sec--;
        diff.nsec += NANOS;
    } else if (diff.sec < 0 && diff.nsec > 0) {
        diff.sec++;
        diff.nsec -= NANOS;
    }
    return diff;
}

gate_civil gate_instant_civil(gate_instant at, int32_t offset_seconds)
{
    gate_civil civil = {.nsec = at.nsec};
    int64_t local = at.sec + offset_seconds;
    int64_t days = (local >= 0 ? local : local - (DAY_SECONDS - 1)) / DAY_SECONDS;
    int32_t rest = (int32_t)(local - days * DAY_SECONDS);
    civil_from_days(days, &civil);
    civil.hour = rest / 3600;
    civil.minute = rest / 60 % 60;
    civil.second = rest % 60;
    civil.weekday = (int32_t)(((days + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
    civil.yearday = (int32_t)(days - days_from_civil(civil.year, 1, 1));
    return civil;
}

gate_instant gate_civil_instant(const gate_civil *civil, int32_t offset_seconds)
{
    int64_t days = days_from_civil(civil->year, civil->month, civil->day);
    int64_t sec = (int64_t)civil->hour * 3600 + (int64_t)civil->minute * 60 + civil->second;
    return (gate_instant){days * DAY_SECONDS + sec - offset_seconds, civil->nsec};
}
