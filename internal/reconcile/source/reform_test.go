package source

import "testing"

func TestWordsLoad(t *testing.T) { words(t) }
