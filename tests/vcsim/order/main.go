// Command order prints the data object types and methods of govmomi's vim25 package as JSON: their fields
// in the order of declaration, which is the order of the wire.
package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
)

const (
	typesPackage = "github.com/vmware/govmomi/vim25/types"
	// The managed objects with their properties.
	moPackage = "github.com/vmware/govmomi/vim25/mo"
)

type field struct {
	Name string `json:"name"`
	// "" for text, "int", "long", "boolean", "dateTime" and the like, "=Name" for an enum, "ref", "anyType" or the
	// name of a data object type.
	Type     string `json:"type"`
	Array    bool   `json:"array"`
	Optional bool   `json:"optional"`
	Since    string `json:"since,omitempty"`
}

type object struct {
	Base   string  `json:"base"`
	Fields []field `json:"fields"`
}

type output struct {
	Types   map[string]object  `json:"types"`
	Managed map[string]object  `json:"managed"`
	Methods map[string][]field `json:"methods"`
}

// scalars of XML schema by the Go type that carries them.
var scalars = map[string]string{
	"string": "", "bool": "boolean", "uint8": "byte", "byte": "byte", "int16": "short", "int32": "int", "int64": "long",
	"float32": "float", "float64": "double", "ByteSlice": "base64Binary",
}

// declarations of the package, by name.
type declarations map[string]ast.Expr

func main() {
	declared := parsePackage(typesPackage)
	out := output{Types: map[string]object{}, Managed: map[string]object{}, Methods: map[string][]field{}}
	for name, expr := range declared {
		if structure, ok := expr.(*ast.StructType); ok {
			out.Types[name] = declared.object(structure)
		}
	}
	for name, expr := range parsePackage(moPackage) {
		if structure, ok := expr.(*ast.StructType); ok && ast.IsExported(name) {
			out.Managed[name] = declared.object(structure)
		}
	}
	// A method is declared as `type CreateVM_Task CreateVMRequestType`.
	for name, expr := range declared {
		if request, ok := expr.(*ast.Ident); ok && strings.HasSuffix(request.Name, "RequestType") {
			out.Methods[name] = out.Types[request.Name].Fields
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		log.Fatal(err)
	}
}

func parsePackage(name string) declarations {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", name).Output()
	if err != nil {
		log.Fatalf("go list %s: %v", name, err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "*.go"))
	if err != nil {
		log.Fatal(err)
	}
	declared := declarations{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			log.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.TypeSpec); ok {
				declared[spec.Name.Name] = spec.Type
			}
			return true
		})
	}
	return declared
}

func (d declarations) object(structure *ast.StructType) object {
	result := object{Fields: []field{}}
	for _, declared := range structure.Fields.List {
		tag := reflect.StructTag("")
		if declared.Tag != nil {
			tag = reflect.StructTag(strings.Trim(declared.Tag.Value, "`"))
		}
		name, options, _ := strings.Cut(tag.Get("xml"), ",")
		if name == "" { // managed objects never go over the wire, so that only their JSON names the property
			name, _, _ = strings.Cut(tag.Get("json"), ",")
		}
		if len(declared.Names) == 0 {
			if base, ok := declared.Type.(*ast.Ident); ok && base.Name != "DynamicData" {
				result.Base = base.Name
			}
			continue
		}
		if name == "" || name == "_this" || name == "self" || name == "-" {
			continue
		}
		one := d.field(declared.Type)
		one.Name = name
		one.Optional = one.Optional || strings.Contains(options, "omitempty")
		one.Since = tag.Get("vim")
		result.Fields = append(result.Fields, one)
	}
	return result
}

func (d declarations) field(expr ast.Expr) field {
	switch t := expr.(type) {
	case *ast.StarExpr:
		one := d.field(t.X)
		one.Optional = true
		return one
	case *ast.ArrayType:
		one := d.field(t.Elt)
		one.Array = true
		return one
	case *ast.Ident:
		return field{Type: d.typeName(t.Name)}
	}
	if selector, isSelector := expr.(*ast.SelectorExpr); isSelector {
		if selector.Sel.Name == "Time" {
			return field{Type: "dateTime"}
		}
		return field{Type: d.typeName(selector.Sel.Name)} // of the types package, seen from the mo package
	}
	return field{}
}

func (d declarations) typeName(name string) string {
	switch name {
	case "AnyType":
		return "anyType"
	case "ManagedObjectReference":
		return "ref"
	}
	if scalar, isScalar := scalars[name]; isScalar {
		return scalar
	}
	switch d[name].(type) {
	case *ast.StructType:
		return name
	case *ast.InterfaceType: // BaseVirtualDevice stands for VirtualDevice and its descendants
		return strings.TrimPrefix(name, "Base")
	case *ast.Ident:
		return "=" + name
	}
	return ""
}
