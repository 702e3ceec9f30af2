// Package datafile reads the TOML files under data/ and says in which line a thing stands.
//
// It refuses unknown keys, so that a misspelt key is found and not ignored; it refuses text
// that is not in Unicode form NFC, so that two spellings of one Vietnamese word do not become
// two words. Dates stand in quotes ("2025-04-01"). Every loader reports what is wrong as
// Problems; `motcua check` prints them, the program refuses to start on them. It never
// panics, whatever the bytes are.
package datafile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/unicode/norm"
)

// maxBytes bounds one data file; the largest shipped one is far below it.
const maxBytes = 16 << 20

// Problem is one thing wrong in a data file.
type Problem struct {
	File string
	Line int    // 1-based; 0 when it concerns the whole file
	Text string // Vietnamese, says what is wrong and what is expected
}

func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Decode reads one file into a T. The File is never nil, so that a caller may report further
// problems with it; T holds what could be read when there are problems.
func Decode[T any](fsys fs.FS, path string) (T, *File, []Problem) {
	var v T
	f := &File{Path: path}
	src, err := read(fsys, path)
	if err != nil {
		return v, f, []Problem{f.whole(readText(err))}
	}
	problems := DecodeBytes(f, src, &v)
	return v, f, problems
}

// DecodeBytes is Decode on bytes at hand; v is a pointer. It fills in f's lines.
func DecodeBytes(f *File, src []byte, v any) []Problem {
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // Windows' editor puts it there
	f.lines = index(src)
	if !norm.NFC.IsNormal(src) {
		at := norm.NFC.QuickSpan(src)
		return []Problem{{f.Path, lineAt(src, at), "chữ chưa ở dạng Unicode dựng sẵn (NFC); hãy lưu lại tệp ở dạng NFC"}}
	}
	d := toml.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	return f.translate(d.Decode(v))
}

var errTooBig = errors.New("data file too big")

func read(fsys fs.FS, path string) ([]byte, error) {
	r, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	src, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err == nil && len(src) > maxBytes {
		err = errTooBig
	}
	return src, err
}

func readText(err error) string {
	switch {
	case errors.Is(err, errTooBig):
		return fmt.Sprintf("tệp lớn quá %d MiB; hãy chia nhỏ tệp", maxBytes>>20)
	case errors.Is(err, fs.ErrNotExist):
		return "không có tệp này; hãy kiểm tra tên tệp"
	case errors.Is(err, fs.ErrPermission):
		return "không có quyền đọc tệp; hãy kiểm tra quyền truy cập"
	}
	return "không đọc được tệp: " + err.Error()
}

// translate makes problems of the decoder's errors.
func (f *File) translate(err error) []Problem {
	if err == nil {
		return nil
	}
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) {
		problems := make([]Problem, len(strict.Errors))
		for i := range strict.Errors {
			e := &strict.Errors[i]
			row, _ := e.Position()
			problems[i] = Problem{f.Path, row, fmt.Sprintf("khóa «%s» không có trong mẫu; hãy sửa tên khóa hoặc bỏ đi", keyText(e.Key()))}
		}
		return problems
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		row, _ := bad.Position()
		text := "sai cú pháp TOML hoặc sai kiểu giá trị"
		if k := keyText(bad.Key()); k != "" {
			text += " ở khóa «" + k + "»"
		}
		return []Problem{{f.Path, row, text + ": " + strings.TrimPrefix(bad.Error(), "toml: ")}}
	}
	return []Problem{f.whole("không giải mã được: " + err.Error())}
}

// keyText is a dotted key, its middle left out when it is absurdly long.
func keyText(key []string) string {
	const most = 12
	if len(key) > most {
		key = append(append(key[:most-1:most-1], "…"), key[len(key)-1])
	}
	return strings.Join(key, ".")
}
