package store

import "math/bits"

// Forms 2 and 3 are one DEFLATE block with codes of its own (RFC 1951 §3.2.7): of the contents
// of an example ward, 13,000 dossiers, with a little for every byte that they did not have. Contents
// are too short to carry their codes, so these are always the same.

const (
	// lengths of the codes of bytes, end and match lengths, and of distances, a hexadecimal
	// digit each.
	literalLengths  = "cccccccccccccccccccccccccccccccc6c8ccccccbcc878944455555556ccccccc99accb8acabb8baacb7aacccacc8cbc789b9b977cc98898c8788cccac8c5cccbcbcccccccccbccb9ccccccccccccccba9ccbcccb9bccccccbbcccccc89cccccca8bcbcccccccccccccccccccccccccc8cccccccccccccccccccccccccccccc5c5556677556668887888788accccc"
	distanceLengths = "ccccaccb7457959457b623643445cc"
	// header2 says them as DEFLATE does; it ends with a byte.
	header2 = "edbd076024c95586019073cea911d1a0d1bef72a3779f7c03ace96eff0dc0107c28cd6eb9d8195566824e01005181383c14b4ec1b760c06ba24dd4124fc6e49c531039e71c8baaea9ea9ea6e492369a4238603cfabd9da57e3fefe7eff7b05"
)

const (
	maxBits  = 12 // of a code, so that one table reads it
	endBlock = 256
	maxCopy  = 258
)

// code is a Huffman code as it is written, its first bit lowest.
type code struct {
	bits uint16
	n    uint8
}

var (
	literalCodes, literalTable   = canonical(literalLengths)
	distanceCodes, distanceTable = canonical(distanceLengths)
)

// table tells of the next bits which symbol they begin with, times 16, and its length.
type table [1 << maxBits]uint16

// canonical makes the codes of some lengths (§3.2.2), and the table that reads them.
func canonical(lengths string) ([]code, *table) {
	codes, read := make([]code, len(lengths)), new(table)
	next := uint16(0)
	for n := uint8(1); n <= maxBits; n++ {
		for s := range lengths {
			if lengths[s] != "0123456789abc"[n] {
				continue
			}
			codes[s] = code{bits.Reverse16(next) >> (16 - n), n}
			for b := int(codes[s].bits); b < len(read); b += 1 << n {
				read[b] = uint16(s)<<4 | uint16(n)
			}
			next++
		}
		next <<= 1
	}
	return codes, read
}

// bucketed finds the symbol of a value in DEFLATE's growing buckets: 2^k of them for every
// number of extra bits.
func bucketed(v uint32, k uint) (symbol uint32, extra uint, rest uint32) {
	if v < 1<<(k+1) {
		return v, 0, 0
	}
	extra = uint(bits.Len32(v)) - k - 1
	return uint32(extra)<<k + v>>extra, extra, v & (1<<extra - 1)
}

// spread is the other way: the least value of a symbol, and its extra bits.
func spread(symbol uint32, k uint) (least uint32, extra uint) {
	if symbol < 1<<(k+1) {
		return symbol, 0
	}
	extra = uint(symbol>>k) - 1
	return (1<<k | symbol&(1<<k-1)) << extra, extra
}

// lengthSymbol is the symbol of a match's length.
func lengthSymbol(length int) (symbol uint32, extra uint, rest uint32) {
	if length == maxCopy {
		return 285, 0, 0
	}
	symbol, extra, rest = bucketed(uint32(length-3), 2)
	return 257 + symbol, extra, rest
}

func distanceSymbol(distance int) (symbol uint32, extra uint, rest uint32) {
	return bucketed(uint32(distance-1), 1)
}
