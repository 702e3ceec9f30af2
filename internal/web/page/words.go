package page

import "context"

type wordsKey struct{}

// words are the sentences of one reader.
type words struct {
	site *Site
	lang string
}

// With gives a context the sentences of a language.
func With(ctx context.Context, s *Site, lang string) context.Context {
	return context.WithValue(ctx, wordsKey{}, words{s, lang})
}

// T is a sentence in the reader's language, for templates: T(ctx, "web.list.count", "n", 3).
func T(ctx context.Context, key string, kv ...any) string {
	w, ok := ctx.Value(wordsKey{}).(words)
	if !ok {
		return key
	}
	return w.site.Words.T(w.lang, key, kv...)
}

// Lang is the reader's language: "vi" or "en".
func Lang(ctx context.Context) string {
	if w, ok := ctx.Value(wordsKey{}).(words); ok {
		return w.lang
	}
	return "vi"
}
