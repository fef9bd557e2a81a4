package model

import "schemagen/source"

const (
	metaV1        = "k8s.io/apimachinery/pkg/apis/meta/v1"
	runtimePkg    = "k8s.io/apimachinery/pkg/runtime"
	quantityPkg   = "k8s.io/apimachinery/pkg/api/resource"
	intstrPkg     = "k8s.io/apimachinery/pkg/util/intstr"
	extensionsV1  = "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	extensionsV1b = "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1"
)

var typeMeta = source.Ref{Package: metaV1, Name: "TypeMeta"}

// handCoded are the types whose JSON and protobuf forms upstream writes by hand; each is a kind of its own.
var handCoded = map[source.Ref]TypeKind{
	{Package: metaV1, Name: "Time"}:                                KindTime,
	{Package: metaV1, Name: "MicroTime"}:                           KindMicroTime,
	{Package: metaV1, Name: "Duration"}:                            KindDuration,
	{Package: metaV1, Name: "FieldsV1"}:                            KindFieldsV1,
	{Package: quantityPkg, Name: "Quantity"}:                       KindQuantity,
	{Package: intstrPkg, Name: "IntOrString"}:                      KindIntOrString,
	{Package: runtimePkg, Name: "RawExtension"}:                    KindRawExtension,
	{Package: runtimePkg, Name: "Unknown"}:                         KindRawExtension, // in JSON the same; configuration has no protobuf
	{Package: extensionsV1, Name: "JSON"}:                          KindAny,
	{Package: extensionsV1b, Name: "JSON"}:                         KindAny,
	{Package: extensionsV1, Name: "JSONSchemaPropsOrBool"}:         KindSchemaBool,
	{Package: extensionsV1b, Name: "JSONSchemaPropsOrBool"}:        KindSchemaBool,
	{Package: extensionsV1, Name: "JSONSchemaPropsOrArray"}:        KindSchemaArray,
	{Package: extensionsV1b, Name: "JSONSchemaPropsOrArray"}:       KindSchemaArray,
	{Package: extensionsV1, Name: "JSONSchemaPropsOrStringArray"}:  KindSchemaStrings,
	{Package: extensionsV1b, Name: "JSONSchemaPropsOrStringArray"}: KindSchemaStrings,
}

// schemaChoice tells the kinds whose one form is a JSONSchemaProps of the same package.
func schemaChoice(kind TypeKind) bool {
	return kind == KindSchemaBool || kind == KindSchemaArray || kind == KindSchemaStrings
}

// noAPI are structs with an OpenAPI model name that no object contains: the Go-side half of a hand-coded type, an internal event, and
// TypeMeta, which is always inlined. The same holds for all of package runtime: its envelope is written by the codecs by hand.
var noAPI = map[source.Ref]bool{
	{Package: metaV1, Name: "InternalEvent"}:      true,
	{Package: metaV1, Name: "Timestamp"}:          true,
	{Package: metaV1, Name: "TypeMeta"}:           true,
	{Package: quantityPkg, Name: "QuantityValue"}: true,
}

var basics = map[string]TypeKind{
	"bool": KindBool, "int32": KindInt32, "int64": KindInt64, "float64": KindDouble, "string": KindString,
}

// inEveryGroup are the kinds of meta/v1 that AddToGroupVersion registers in each group/version.
// Source: apimachinery pkg/apis/meta/v1/register.go.
var inEveryGroup = []string{"CreateOptions", "DeleteOptions", "GetOptions", "ListOptions", "PatchOptions", "UpdateOptions", "WatchEvent"}

// unversioned are the kinds of meta/v1 that AddUnversionedTypes registers as group "", version v1.
var unversioned = []string{"APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status"}
