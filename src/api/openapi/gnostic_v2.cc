// The messages of OpenAPIv2.proto that the server's documents have.
#include "api/openapi/gnostic_message.h"

namespace pintle::api::openapi {
namespace {

extern const Message kSchema;
extern const Message kParameter;

// A schema under a key of its own: AdditionalPropertiesItem and SchemaItem { oneof: schema = 1 }.
constexpr Choice kSchemaChoice[] = {{"", "", 1, &kSchema}};
const Message kSchemaItem{.choices = kSchemaChoice};
const Message kSchemas{.named = 1, .named_value = &kSchema};

constexpr Member kSchemaMembers[] = {
    {"$ref", 1, Form::kString},
    {"format", 2, Form::kString},
    {"title", 3, Form::kString},
    {"description", 4, Form::kString},
    {"uniqueItems", 16, Form::kBool},
    {"required", 19, Form::kStrings},
    {"enum", 20, Form::kAnys},
    {"additionalProperties", 21, Form::kMessage, &kSchemaItem},
    {"type", 22, Form::kOne},
    {"items", 23, Form::kOne, &kSchema},
    {"allOf", 24, Form::kMessages, &kSchema},
    {"properties", 25, Form::kMessage, &kSchemas},
};
const Message kSchema{.members = kSchemaMembers, .extensions = 31};

constexpr Member kReferenceMembers[] = {{"$ref", 1, Form::kString}, {"description", 2, Form::kString}};
const Message kReference{.members = kReferenceMembers};

constexpr Member kBodyMembers[] = {{"description", 1, Form::kString},
                                   {"name", 2, Form::kString},
                                   {"in", 3, Form::kString},
                                   {"required", 4, Form::kBool},
                                   {"schema", 5, Form::kMessage, &kSchema}};
const Message kBodyParameter{.members = kBodyMembers, .extensions = 6};

constexpr Member kQueryMembers[] = {{"required", 1, Form::kBool},    {"in", 2, Form::kString},   {"description", 3, Form::kString},
                                    {"name", 4, Form::kString},      {"type", 6, Form::kString}, {"format", 7, Form::kString},
                                    {"uniqueItems", 20, Form::kBool}};
const Message kQueryParameter{.members = kQueryMembers, .extensions = 23};

constexpr Member kPathMembers[] = {{"required", 1, Form::kBool},    {"in", 2, Form::kString},   {"description", 3, Form::kString},
                                   {"name", 4, Form::kString},      {"type", 5, Form::kString}, {"format", 6, Form::kString},
                                   {"uniqueItems", 19, Form::kBool}};
const Message kPathParameter{.members = kPathMembers, .extensions = 22};

constexpr Choice kNonBodyChoices[] = {{"in", "query", 3, &kQueryParameter}, {"", "", 4, &kPathParameter}};
const Message kNonBodyParameter{.choices = kNonBodyChoices};
constexpr Choice kParameterChoices[] = {{"in", "body", 1, &kBodyParameter}, {"", "", 2, &kNonBodyParameter}};
const Message kParameter{.choices = kParameterChoices};
constexpr Choice kParametersItemChoices[] = {{"$ref", "", 2, &kReference}, {"", "", 1, &kParameter}};
const Message kParametersItem{.choices = kParametersItemChoices};
const Message kParameters{.named = 1, .named_value = &kParameter};

constexpr Member kResponseMembers[] = {{"description", 1, Form::kString}, {"schema", 2, Form::kMessage, &kSchemaItem}};
const Message kResponse{.members = kResponseMembers, .extensions = 5};
constexpr Choice kResponseChoices[] = {{"$ref", "", 2, &kReference}, {"", "", 1, &kResponse}};
const Message kResponseValue{.choices = kResponseChoices};
const Message kResponses{.named = 1, .named_value = &kResponseValue};

constexpr Member kOperationMembers[] = {
    {"tags", 1, Form::kStrings},
    {"description", 3, Form::kString},
    {"operationId", 5, Form::kString},
    {"produces", 6, Form::kStrings},
    {"consumes", 7, Form::kStrings},
    {"parameters", 8, Form::kMessages, &kParametersItem},
    {"responses", 9, Form::kMessage, &kResponses},
    {"schemes", 10, Form::kStrings},
};
const Message kOperation{.members = kOperationMembers, .extensions = 13};

constexpr Member kPathItemMembers[] = {
    {"get", 2, Form::kMessage, &kOperation},     {"put", 3, Form::kMessage, &kOperation},
    {"post", 4, Form::kMessage, &kOperation},    {"delete", 5, Form::kMessage, &kOperation},
    {"options", 6, Form::kMessage, &kOperation}, {"head", 7, Form::kMessage, &kOperation},
    {"patch", 8, Form::kMessage, &kOperation},   {"parameters", 9, Form::kMessages, &kParametersItem},
};
const Message kPathItem{.members = kPathItemMembers, .extensions = 10};
const Message kPaths{.named = 2, .named_value = &kPathItem};

constexpr Member kInfoMembers[] = {{"title", 1, Form::kString}, {"version", 2, Form::kString}, {"description", 3, Form::kString}};
const Message kInfo{.members = kInfoMembers};

constexpr Member kApiKeyMembers[] = {
    {"type", 1, Form::kString}, {"name", 2, Form::kString}, {"in", 3, Form::kString}, {"description", 4, Form::kString}};
const Message kApiKey{.members = kApiKeyMembers};
constexpr Choice kSecurityChoices[] = {{"", "", 2, &kApiKey}};
const Message kSecurityDefinition{.choices = kSecurityChoices};
const Message kSecurityDefinitions{.named = 1, .named_value = &kSecurityDefinition};
const Message kSecurityRequirement{.named = 1};

constexpr Member kDocumentMembers[] = {
    {"swagger", 1, Form::kString},
    {"info", 2, Form::kMessage, &kInfo},
    {"paths", 8, Form::kMessage, &kPaths},
    {"definitions", 9, Form::kMessage, &kSchemas},
    {"parameters", 10, Form::kMessage, &kParameters},
    {"security", 12, Form::kMessages, &kSecurityRequirement},
    {"securityDefinitions", 13, Form::kMessage, &kSecurityDefinitions},
};

}  // namespace

const Message kDocumentV2{.members = kDocumentMembers};

}  // namespace pintle::api::openapi
