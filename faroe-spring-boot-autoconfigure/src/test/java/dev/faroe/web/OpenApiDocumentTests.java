package dev.faroe.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.OpenApiContract;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * The OpenAPI document in the jar: it has what the route table has, and it is sound.
 */
@Tag("one-jdk")
class OpenApiDocumentTests {

	private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

	private final JsonNode document = read();

	private final OpenApiContract contract = new OpenApiContract(this.document);

	private static JsonNode read() {
		try {
			return JsonMapper.shared().readTree(new ClassPathResource("dev/faroe/openapi.json").getInputStream());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void describesEveryEndpoint() {
		assertThat(described()).containsAll(served());
	}

	@Test
	void describesNoOtherEndpoint() {
		assertThat(served()).containsAll(described());
	}

	@Test
	void tagsEndpointsWithTheirGroups() {
		Map<String, String> tags = operations().stream()
			.collect(Collectors.toMap(Operation::name, (operation) -> operation.node().at("/tags/0").stringValue()));
		for (Endpoint endpoint : endpoints()) {
			String group = String.valueOf(endpoint.group()).toLowerCase(Locale.ROOT);
			assertThat(tags.get(name(endpoint)).replaceAll("[-.]", "_")).isEqualTo(group);
		}
	}

	@Test
	void describesBodiesAsTheyAreRead() {
		Map<String, Operation> operations = operations().stream()
			.collect(Collectors.toMap(Operation::name, (operation) -> operation));
		for (Endpoint endpoint : endpoints()) {
			JsonNode body = operations.get(name(endpoint)).node().path("requestBody");
			Endpoint.Body expected = body.isMissingNode() ? Endpoint.Body.IGNORED
					: body.get("required").booleanValue() ? Endpoint.Body.REQUIRED : Endpoint.Body.OPTIONAL;
			assertThat(endpoint.body()).as(name(endpoint)).isEqualTo(expected);
		}
	}

	private Set<String> described() {
		return operations().stream()
			.map(Operation::name)
			.filter((name) -> !name.equals("GET /openapi.json"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> served() {
		return endpoints().stream().map(OpenApiDocumentTests::name).collect(Collectors.toCollection(TreeSet::new));
	}

	private static List<Endpoint> endpoints() {
		FaroeServices shared = FaroeServer.shared(TestDatabase.H2).bean(FaroeServices.class);
		FaroeServices all = new FaroeServices(shared.users(), shared.passwords(), shared.recoveryCodes(), shared.totp(),
				shared.emailVerifications(), shared.emailUpdates(), shared.passwordResets(), shared.accountStates(),
				(users, json) -> new PasskeyHandler(users, mock(PasskeyService.class), json));
		return RouteTable.endpoints(all, new JsonCodec(1), EnumSet.allOf(EndpointGroup.class));
	}

	private static String name(Endpoint endpoint) {
		return endpoint.method() + " " + endpoint.path();
	}

	private List<Operation> operations() {
		List<Operation> operations = new ArrayList<>();
		this.document.get("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.properties()
				.stream()
				.filter((member) -> METHODS.contains(member.getKey()))
				.forEach((member) -> operations.add(new Operation(member.getKey().toUpperCase(Locale.ROOT),
						path.getKey(), path.getValue(), member.getValue()))));
		return operations;
	}

	private record Operation(String method, String path, JsonNode item, JsonNode node) {

		String name() {
			return this.method + " " + this.path;
		}

	}

	@Test
	void hasWhatOpenApiRequires() {
		assertThat(this.document.get("openapi").stringValue()).startsWith("3.1.");
		assertThat(this.document.at("/info/title").stringValue()).isNotBlank();
		assertThat(this.document.at("/info/version").stringValue()).isNotBlank();
		assertThat(this.document.at("/components/securitySchemes/credential/name").stringValue())
			.isEqualTo("Authorization");
		assertThat(operations()).extracting((operation) -> operation.node().get("operationId").stringValue())
			.doesNotHaveDuplicates();
		assertThat(operations()).allSatisfy((operation) -> {
			assertThat(operation.node().get("summary").stringValue()).isNotBlank();
			assertThat(operation.node().get("description").stringValue()).isNotBlank();
			assertThat(operation.node().get("responses")).isNotEmpty()
				.allSatisfy((response) -> assertThat(this.contract.resolve(response).get("description").stringValue())
					.isNotBlank());
		});
	}

	@Test
	void describesTheVariablesOfEveryPath() {
		assertThat(operations()).allSatisfy((operation) -> {
			List<String> expected = Stream.of(operation.path().split("/"))
				.filter((segment) -> segment.startsWith("{"))
				.map((segment) -> segment.substring(1, segment.length() - 1))
				.toList();
			List<String> actual = operation.item()
				.path("parameters")
				.valueStream()
				.map(this.contract::resolve)
				.filter((parameter) -> parameter.get("in").stringValue().equals("path")
						&& parameter.get("required").booleanValue())
				.map((parameter) -> parameter.get("name").stringValue())
				.toList();
			assertThat(actual).isEqualTo(expected);
		});
	}

	@Test
	void refersToWhatExists() {
		visit(this.document, (name, value) -> {
			if (name.equals("$ref")) {
				assertThat(value.stringValue()).startsWith("#/components/");
				assertThat(this.document.at(value.stringValue().substring(1)).isMissingNode()).as(value.stringValue())
					.isFalse();
			}
		});
	}

	@Test
	void hasExamplesThatFitTheirSchemas() {
		List<String> checked = new ArrayList<>();
		visit(this.document, (type, content) -> {
			if (type.contains("/") && content.has("schema")) {
				Stream.concat(Stream.ofNullable(content.get("example")),
						content.path("examples")
							.valueStream()
							.map((example) -> this.contract.resolve(example).get("value")))
					.forEach((example) -> {
						assertThat(this.contract.violations(content.get("schema"), example)).isEmpty();
						checked.add(type);
					});
			}
		});
		assertThat(checked).hasSizeGreaterThan(100);
	}

	private static void visit(JsonNode node, BiConsumer<String, JsonNode> visitor) {
		node.properties().forEach((member) -> visitor.accept(member.getKey(), member.getValue()));
		node.forEach((child) -> visit(child, visitor));
	}

	@Test
	void hasEveryErrorWithItsStatus() {
		List<String> errors = Arrays.stream(FaroeError.values()).map(Enum::name).toList();
		assertThat(this.document.at("/components/schemas/Error/properties/error/enum")
			.valueStream()
			.map(JsonNode::stringValue)).containsExactlyInAnyOrderElementsOf(errors);
		assertThat(this.document.at("/components/examples").propertyNames())
			.containsExactlyInAnyOrderElementsOf(errors);
		for (Operation operation : operations()) {
			operation.node()
				.get("responses")
				.properties()
				.forEach((response) -> this.contract.resolve(response.getValue())
					.at("/content/application~1json/schema/properties/error/enum")
					.forEach((code) -> assertThat(FaroeError.valueOf(code.stringValue()).status())
						.isEqualTo(Integer.parseInt(response.getKey()))));
		}
	}

	@Test
	void hasWhatEveryEndpointCanAnswer() {
		assertThat(operations()).allSatisfy((operation) -> {
			Set<String> statuses = Set.copyOf(operation.node().get("responses").propertyNames());
			assertThat(statuses).contains("401", "406", "500", "503").containsAnyOf("200", "204");
			assertThat(statuses.containsAll(Set.of("413", "415"))).isEqualTo(operation.node().has("requestBody"));
			if (operation.path().contains("{")) {
				assertThat(statuses).contains("404");
			}
		});
	}

}
