#ifndef COMPUTEHIVE_NUMBERS_H
#define COMPUTEHIVE_NUMBERS_H

/* Parses the decimal whole number `text` and fail()s, naming `field`, unless it lies in minimum..maximum. */
long parse_whole(const char *field, const char *text, long minimum, long maximum);

/* Parses the finite decimal number `text` and fail()s, naming `field`, unless it lies in minimum..maximum. */
double parse_real(const char *field, const char *text, double minimum, double maximum);

#endif
