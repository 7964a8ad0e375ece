package dev.faroe.web;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.Secret;
import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The object in the body of a request. A member of the wrong type, or with text that no
 * database could store, is {@link FaroeError#INVALID_DATA}; unknown members are ignored.
 */
final class JsonObject {

	private final JsonNode node;

	JsonObject(JsonNode node) {
		if (!node.isObject()) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		this.node = node;
	}

	String string(String name) {
		String value = optionalString(name);
		if (value == null) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return value;
	}

	/**
	 * Return a code that no record of a request shows. An empty one was never a guess.
	 */
	Secret secretCode(String name) {
		return Secret.of(code(name));
	}

	/**
	 * Return the id that comes with a code. An empty one was never a guess.
	 */
	String code(String name) {
		return Arguments.requireCode(string(name));
	}

	/**
	 * Return a string that no record of a request shows.
	 */
	Secret secret(String name) {
		return Secret.of(string(name));
	}

	/**
	 * Return an object as it is, for whom its members are.
	 */
	String json(String name) {
		JsonNode member = this.node.get(name);
		if (member == null || !member.isObject()) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return member.toString();
	}

	@Nullable String optionalString(String name) {
		JsonNode member = this.node.get(name);
		if (member == null || member.isNull()) {
			return null;
		}
		if (!member.isString()) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return WellFormedText.require(member.stringValue());
	}

}
