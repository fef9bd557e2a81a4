// The messages of OpenAPIv3.proto that the server's documents have.
#include "api/openapi/gnostic_message.h"

namespace pintle::api::openapi {
namespace {

extern const Message kSchema;

constexpr Member kReferenceMembers[] = {{"$ref", 1, Form::kString}};
const Message kReference{.members = kReferenceMembers};

constexpr Choice kSchemaChoices[] = {{"$ref", "", 2, &kReference}, {"", "", 1, &kSchema}};
const Message kSchemaOrReference{.choices = kSchemaChoices};
const Message kSchemas{.named = 1, .named_value = &kSchemaOrReference};
constexpr Choice kAdditionalChoices[] = {{"", "", 1, &kSchemaOrReference}};
const Message kAdditionalProperties{.choices = kAdditionalChoices};

constexpr Member kSchemaMembers[] = {
    {"title", 9, Form::kString},
    {"uniqueItems", 20, Form::kBool},
    {"required", 23, Form::kStrings},
    {"enum", 24, Form::kAnys},
    {"type", 25, Form::kString},
    {"allOf", 26, Form::kMessages, &kSchemaOrReference},
    {"oneOf", 27, Form::kMessages, &kSchemaOrReference},
    {"items", 30, Form::kOne, &kSchemaOrReference},
    {"properties", 31, Form::kMessage, &kSchemas},
    {"additionalProperties", 32, Form::kMessage, &kAdditionalProperties},
    {"default", 33, Form::kDefault},
    {"description", 34, Form::kString},
    {"format", 35, Form::kString},
};
const Message kSchema{.members = kSchemaMembers, .extensions = 36};

constexpr Member kParameterMembers[] = {
    {"name", 1, Form::kString},
    {"in", 2, Form::kString},
    {"description", 3, Form::kString},
    {"required", 4, Form::kBool},
    {"schema", 10, Form::kMessage, &kSchemaOrReference},
};
const Message kParameter{.members = kParameterMembers, .extensions = 14};
constexpr Choice kParameterChoices[] = {{"$ref", "", 2, &kReference}, {"", "", 1, &kParameter}};
const Message kParameterOrReference{.choices = kParameterChoices};

constexpr Member kMediaTypeMembers[] = {{"schema", 1, Form::kMessage, &kSchemaOrReference}};
const Message kMediaType{.members = kMediaTypeMembers, .extensions = 5};
const Message kMediaTypes{.named = 1, .named_value = &kMediaType};

constexpr Member kRequestBodyMembers[] = {
    {"description", 1, Form::kString}, {"content", 2, Form::kMessage, &kMediaTypes}, {"required", 3, Form::kBool}};
const Message kRequestBody{.members = kRequestBodyMembers, .extensions = 4};
constexpr Choice kRequestBodyChoices[] = {{"$ref", "", 2, &kReference}, {"", "", 1, &kRequestBody}};
const Message kRequestBodyOrReference{.choices = kRequestBodyChoices};

constexpr Member kResponseMembers[] = {{"description", 1, Form::kString}, {"content", 3, Form::kMessage, &kMediaTypes}};
const Message kResponse{.members = kResponseMembers, .extensions = 5};
constexpr Choice kResponseChoices[] = {{"$ref", "", 2, &kReference}, {"", "", 1, &kResponse}};
const Message kResponseOrReference{.choices = kResponseChoices};
const Message kResponses{.named = 2, .named_value = &kResponseOrReference};

constexpr Member kOperationMembers[] = {
    {"tags", 1, Form::kStrings},
    {"description", 3, Form::kString},
    {"operationId", 5, Form::kString},
    {"parameters", 6, Form::kMessages, &kParameterOrReference},
    {"requestBody", 7, Form::kMessage, &kRequestBodyOrReference},
    {"responses", 8, Form::kMessage, &kResponses},
};
const Message kOperation{.members = kOperationMembers, .extensions = 13};

constexpr Member kPathItemMembers[] = {
    {"get", 4, Form::kMessage, &kOperation},     {"put", 5, Form::kMessage, &kOperation},
    {"post", 6, Form::kMessage, &kOperation},    {"delete", 7, Form::kMessage, &kOperation},
    {"options", 8, Form::kMessage, &kOperation}, {"head", 9, Form::kMessage, &kOperation},
    {"patch", 10, Form::kMessage, &kOperation},  {"parameters", 13, Form::kMessages, &kParameterOrReference},
};
const Message kPathItem{.members = kPathItemMembers, .extensions = 14};
const Message kPaths{.named = 1, .named_value = &kPathItem};

constexpr Member kInfoMembers[] = {{"title", 1, Form::kString}, {"description", 2, Form::kString}, {"version", 6, Form::kString}};
const Message kInfo{.members = kInfoMembers};

constexpr Member kSecuritySchemeMembers[] = {
    {"type", 1, Form::kString}, {"description", 2, Form::kString}, {"name", 3, Form::kString}, {"in", 4, Form::kString}};
const Message kSecurityScheme{.members = kSecuritySchemeMembers};
constexpr Choice kSecurityChoices[] = {{"$ref", "", 2, &kReference}, {"", "", 1, &kSecurityScheme}};
const Message kSecuritySchemeOrReference{.choices = kSecurityChoices};
const Message kSecuritySchemes{.named = 1, .named_value = &kSecuritySchemeOrReference};

constexpr Member kComponentsMembers[] = {{"schemas", 1, Form::kMessage, &kSchemas},
                                         {"securitySchemes", 7, Form::kMessage, &kSecuritySchemes}};
const Message kComponents{.members = kComponentsMembers};

constexpr Member kDocumentMembers[] = {
    {"openapi", 1, Form::kString},
    {"info", 2, Form::kMessage, &kInfo},
    {"paths", 4, Form::kMessage, &kPaths},
    {"components", 5, Form::kMessage, &kComponents},
};

}  // namespace

const Message kDocumentV3{.members = kDocumentMembers};

}  // namespace pintle::api::openapi
