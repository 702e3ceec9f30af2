package demo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/motcua/motcua/internal/desk/dossier"
)

// people makes fictitious citizens. A person is a pure function of seed and number, so that
// none is stored. Identity numbers follow one-stop-rules §5.4 (province of birth, century and
// sex, year), with a serial from 900000 on, which no province reaches in a year; phone
// numbers have the prefix 0900, which is not given out. So nobody real is hit by accident.
type people struct {
	seed   uint64
	count  int
	habits *Habits
	names  *Names
	weight int // of all families
}

func newPeople(seed uint64, scale int, h *Habits, n *Names) *people {
	p := &people{seed: seed, count: h.Population * scale, habits: h, names: n}
	for _, f := range n.Families {
		p.weight += f.Weight
	}
	return p
}

// pick chooses who comes: some come often, most once or twice.
func (p *people) pick(r *rand.Rand) int32 {
	return int32(float64(p.count) * math.Pow(r.Float64(), 1.5))
}

// id is the opaque id a person has as an actor.
func (p *people) id(n int32) string {
	return fmt.Sprintf("cd-%08x", uint32(mix(p.seed, 0x1d, uint64(n))))
}

// applicant is the person as an applicant of a year's dossier.
func (p *people) applicant(n int32) dossier.Applicant {
	r := source(p.seed, 0xb0, uint64(n))
	female := r.IntN(2) == 1
	born := 1945 + r.IntN(61) // adults in 2021 or nearly so
	return dossier.Applicant{
		Kind:    1,
		Name:    p.name(r, female),
		Number:  p.number(r, female, born),
		Phone:   fmt.Sprintf("0900%06d", r.IntN(1_000_000)),
		Address: fmt.Sprintf("Khu phố %d, %s", 1+r.IntN(p.habits.Quarters), p.habits.Place),
	}
}

func (p *people) name(r *rand.Rand, female bool) string {
	at, family := r.IntN(p.weight), ""
	for _, f := range p.names.Families {
		if at -= f.Weight; at < 0 {
			family = f.Name
			break
		}
	}
	middle, given := p.names.MiddleMale, p.names.GivenMale
	if female {
		middle, given = p.names.MiddleFemale, p.names.GivenFemale
	}
	return strings.Join([]string{family, middle[r.IntN(len(middle))], given[r.IntN(len(given))]}, " ")
}

func (p *people) number(r *rand.Rand, female bool, born int) string {
	digit := (born - 1900) / 100 * 2
	if female {
		digit++
	}
	return fmt.Sprintf("%s%d%02d%06d", p.habits.IdentityPrefix, digit, born%100, 900_000+r.IntN(100_000))
}

// source is a random source that depends on nothing but its keys.
func source(seed uint64, keys ...uint64) *rand.Rand {
	return rand.New(rand.NewPCG(mix(seed, keys...), mix(seed+0x9e3779b97f4a7c15, keys...)))
}

// mix hashes keys into 64 bits (splitmix64).
func mix(seed uint64, keys ...uint64) uint64 {
	h := seed
	for _, k := range keys {
		h += 0x9e3779b97f4a7c15 + k
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return h
}
