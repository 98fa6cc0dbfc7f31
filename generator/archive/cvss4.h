/* Private to archive/: the score of a CVSS v4.0 vector (FIRST, CVSS v4.0
 * Specification Document, section 8, with the MacroVector table of its appendix). */
#ifndef ARCHIVE_CVSS4_H
#define ARCHIVE_CVSS4_H

/* In the order that a v4.0 vector must keep (specification, section 7). */
enum cvss4_metric {
	V4_AV, V4_AC, V4_AT, V4_PR, V4_UI, V4_VC, V4_VI, V4_VA, V4_SC, V4_SI, V4_SA, V4_E, V4_CR, V4_IR, V4_AR,
	V4_MAV, V4_MAC, V4_MAT, V4_MPR, V4_MUI, V4_MVC, V4_MVI, V4_MVA, V4_MSC, V4_MSI, V4_MSA, V4_METRICS
};

/* Tenths. values[m] is the first letter of the metric's value; 0 or 'X' where it is not defined (no base metric). Threat and
 * environmental metrics count: v4.0 has one score for a vector. */
int cvss4_score(const char values[V4_METRICS]);

#endif
