// Package idcard reads what the counter's scanner reads off an identity card: the QR of the
// căn cước công dân. What it returns fills a form and authenticates nobody.
package idcard
