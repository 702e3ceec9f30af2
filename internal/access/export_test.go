package access

// HashesAtOnce is how many password hashes may run at once, once the first has.
func (o *Office) HashesAtOnce() int { return cap(o.hasher.turns) }
