package dev.faroe.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * What an OpenAPI document says about requests and responses. Members that the document
 * does not describe are violations here, though the document lets clients tolerate them.
 */
public final class OpenApiContract {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final JsonNode document;

	private final JsonNode definitions;

	private final Map<PathPattern, JsonNode> paths = new ConcurrentHashMap<>();

	private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

	private final SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getDraft202012());

	public OpenApiContract(JsonNode document) {
		this.document = document;
		this.definitions = withLocalReferences(document.at("/components/schemas"));
		for (JsonNode schema : this.definitions) {
			if (schema.has("properties")) {
				((ObjectNode) schema).put("additionalProperties", false);
			}
		}
		String url = document.at("/servers/0/url").stringValue();
		String basePath = url.equals("/") ? "" : url;
		document.get("paths")
			.properties()
			.forEach((path) -> this.paths.put(PathPatternParser.defaultInstance.parse(basePath + path.getKey()),
					path.getValue()));
	}

	/**
	 * Compare a response with the document.
	 * @param method the method of the request
	 * @param path the path of the request, encoded
	 * @param status the status of the response
	 * @param headers the headers of the response
	 * @param body the body of the response
	 * @return how the response differs from the document
	 */
	public List<String> violations(HttpMethod method, String path, int status, HttpHeaders headers, String body) {
		PathContainer container = PathContainer.parsePath(path);
		return this.paths.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().matches(container))
			.min(Map.Entry.comparingByKey())
			.map((entry) -> violations(entry.getValue(), method, status, headers, body))
			// Not a path of Faroe's.
			.orElse(List.of());
	}

	private List<String> violations(JsonNode item, HttpMethod method, int status, HttpHeaders headers, String body) {
		JsonNode response = response(item.get(method.name().toLowerCase(Locale.ROOT)), status);
		if (response == null) {
			return List.of("the status is not documented");
		}
		List<String> violations = new ArrayList<>();
		checkHeaders(response, headers, violations);
		if (method != HttpMethod.HEAD) {
			checkBody(response.get("content"), headers.getContentType(), body, violations);
		}
		if (body.equals("{\"error\":\"TOO_MANY_REQUESTS\"}") && !headers.containsHeader(HttpHeaders.RETRY_AFTER)) {
			violations.add("TOO_MANY_REQUESTS comes without Retry-After");
		}
		return violations;
	}

	private @Nullable JsonNode response(@Nullable JsonNode operation, int status) {
		if (operation != null) {
			JsonNode response = operation.get("responses").get(Integer.toString(status));
			return (response != null) ? resolve(response) : null;
		}
		return switch (status) {
			case 401 -> this.document.at("/components/responses/NotAuthenticated");
			case 405 -> this.document.at("/components/responses/MethodNotAllowed");
			default -> null;
		};
	}

	private void checkHeaders(JsonNode response, HttpHeaders headers, List<String> violations) {
		for (Map.Entry<String, JsonNode> entry : response.path("headers").properties()) {
			JsonNode header = resolve(entry.getValue());
			String value = headers.getFirst(entry.getKey());
			if (value != null) {
				JsonNode node = header.at("/schema/type").stringValue().equals("integer") ? JSON.readTree(value)
						: JSON.valueToTree(value);
				validate(header.get("schema"), node, entry.getKey(), violations);
			}
			else if (header.path("required").asBoolean(false)) {
				violations.add("the header " + entry.getKey() + " is missing");
			}
		}
	}

	private void checkBody(@Nullable JsonNode content, @Nullable MediaType type, String body, List<String> violations) {
		if (content == null) {
			if (!body.isEmpty() || type != null) {
				violations.add("there is a body");
			}
			return;
		}
		JsonNode schema = (type != null) ? content.path(type.getType() + "/" + type.getSubtype()).get("schema") : null;
		if (schema == null) {
			violations.add("the media type is not documented: " + type);
			return;
		}
		JsonNode node = MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type) ? JSON.readTree(body)
				: JSON.valueToTree(body);
		validate(schema, node, "the body", violations);
	}

	/**
	 * Compare a value with a schema of the document.
	 * @param schema the schema
	 * @param value the value
	 * @return how the value differs from the schema
	 */
	public List<String> violations(JsonNode schema, JsonNode value) {
		List<String> violations = new ArrayList<>();
		validate(schema, value, "the value", violations);
		return violations;
	}

	private void validate(JsonNode schema, JsonNode value, String what, List<String> violations) {
		for (Error error : this.schemas.computeIfAbsent(schema, this::standalone).validate(value)) {
			violations.add(what + ": " + error);
		}
	}

	/**
	 * References start at the root of the document, which is not a schema.
	 */
	private Schema standalone(JsonNode schema) {
		ObjectNode standalone = (ObjectNode) withLocalReferences(schema);
		standalone.set("$defs", this.definitions);
		return this.registry.getSchema(standalone);
	}

	private static JsonNode withLocalReferences(JsonNode schema) {
		return JSON.readTree(schema.toString().replace("#/components/schemas/", "#/$defs/"));
	}

	/**
	 * Follow a reference within the document.
	 * @param node a node that is a reference or is not
	 * @return what it refers to or is
	 */
	public JsonNode resolve(JsonNode node) {
		JsonNode reference = node.get("$ref");
		return (reference != null) ? this.document.at(reference.stringValue().substring(1)) : node;
	}

}
