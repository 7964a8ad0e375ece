package dev.faroe.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

/**
 * The OpenAPI document of the REST API. The one in the jar describes every endpoint; what
 * a server hands out is about its own base path and the groups that it has. The tag of an
 * operation is the name of its group.
 */
final class OpenApiDocument {

	static final String PATH = "dev/faroe/openapi.json";

	private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch",
			"trace");

	private OpenApiDocument() {
	}

	/**
	 * Read the document from the jar and adapt it. This is not for an event loop.
	 */
	static byte[] of(RestProperties settings) {
		JsonMapper mapper = JsonMapper.shared();
		ObjectNode document = read(mapper);
		if (!settings.basePath().isEmpty()) {
			document.putArray("servers").addObject().put("url", settings.basePath());
		}
		removeOperations(document, tagsOfOthers(document, settings.groups()));
		return mapper.writeValueAsBytes(document);
	}

	private static ObjectNode read(JsonMapper mapper) {
		try (InputStream resource = new ClassPathResource(PATH, OpenApiDocument.class.getClassLoader())
			.getInputStream()) {
			return (ObjectNode) mapper.readTree(resource);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + PATH, ex);
		}
	}

	/**
	 * The tag of no group stays: it is that of the document itself.
	 */
	private static Set<String> tagsOfOthers(ObjectNode document, Set<EndpointGroup> groups) {
		Set<String> served = groups.stream().map(OpenApiDocument::tag).collect(Collectors.toSet());
		served.add("description");
		Set<String> others = new HashSet<>();
		document.get("tags").forEach((tag) -> others.add(tag.get("name").stringValue()));
		others.removeAll(served);
		return others;
	}

	/**
	 * Return the name of a group as it is written in properties, {@code sdk-0.2} with the
	 * dot of the version.
	 */
	private static String tag(EndpointGroup group) {
		String name = group.name().toLowerCase(Locale.ROOT);
		return name.startsWith("sdk_") ? "sdk-" + name.substring(4).replace('_', '.') : name.replace('_', '-');
	}

	private static void removeOperations(ObjectNode document, Set<String> tags) {
		ObjectNode paths = (ObjectNode) document.get("paths");
		for (Map.Entry<String, JsonNode> path : List.copyOf(paths.properties())) {
			ObjectNode item = (ObjectNode) path.getValue();
			List<String> methods = new ArrayList<>(item.propertyNames());
			methods.retainAll(METHODS);
			List<String> removed = methods.stream().filter((method) -> hasTag(item.get(method), tags)).toList();
			item.remove(removed);
			if (removed.size() == methods.size()) {
				paths.remove(path.getKey());
			}
		}
		List<JsonNode> kept = document.get("tags")
			.valueStream()
			.filter((tag) -> !tags.contains(tag.get("name").stringValue()))
			.toList();
		document.putArray("tags").addAll(kept);
	}

	private static boolean hasTag(JsonNode operation, Set<String> tags) {
		return operation.get("tags").valueStream().anyMatch((tag) -> tags.contains(tag.stringValue()));
	}

}
