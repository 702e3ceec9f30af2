// Package letter makes the documents of the form set out of the facts of a dossier: receipt,
// request for supplements, refusal, apology, notice of stopping, control slip, register.
package letter
