package dev.faroe.web;

import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The rules on media types: {@code text/plain} counts as JSON in a request, because the
 * JavaScript client sends it.
 */
final class Negotiation {

	private static final String CHOSEN = Negotiation.class.getName() + ".chosen";

	private static final List<MediaType> CONSUMABLE = List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN);

	private Negotiation() {
	}

	/**
	 * Require that a body has a media type that can be read. An optional body without a
	 * length may turn out to be empty, so that only who reads it can tell.
	 */
	static void requireReadable(ServerRequest request, Endpoint.Body body) {
		boolean read = switch (body) {
			case IGNORED -> false;
			case OPTIONAL -> request.headers().contentLength().orElse(0) > 0;
			case REQUIRED -> true;
		};
		if (read) {
			requireReadable(request);
		}
	}

	static void requireReadable(ServerRequest request) {
		String contentType = request.headers().firstHeader(HttpHeaders.CONTENT_TYPE);
		if (contentType != null && !isConsumable(contentType)) {
			throw new FaroeException(FaroeError.UNSUPPORTED_MEDIA_TYPE);
		}
	}

	private static boolean isConsumable(String contentType) {
		try {
			MediaType type = MediaType.parseMediaType(contentType);
			return CONSUMABLE.stream().anyMatch(type::equalsTypeAndSubtype);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	static void choose(ServerRequest request, List<MediaType> producible) {
		MediaType chosen = choose(request.headers().header(HttpHeaders.ACCEPT), producible);
		if (chosen == null) {
			throw new FaroeException(FaroeError.NOT_ACCEPTABLE);
		}
		request.attributes().put(CHOSEN, chosen);
	}

	static MediaType chosen(ServerRequest request) {
		return (MediaType) request.attribute(CHOSEN).orElse(MediaType.APPLICATION_JSON);
	}

	/**
	 * The type with the greatest quality value; among those, the one that the client
	 * names most specifically; among those, the preferred one (RFC 9110, 12.5.1).
	 */
	private static @Nullable MediaType choose(List<String> accept, List<MediaType> producible) {
		if (isAnything(accept)) {
			return producible.get(0);
		}
		List<MediaType> ranges;
		try {
			ranges = MediaType.parseMediaTypes(accept);
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
		MediaType chosen = null;
		MediaType reason = null;
		for (MediaType type : producible) {
			MediaType range = mostSpecific(ranges, type);
			if (range != null && range.getQualityValue() > 0 && (reason == null || isPreferred(range, reason))) {
				chosen = type;
				reason = range;
			}
		}
		return chosen;
	}

	/**
	 * What most clients accept is not worth parsing.
	 */
	private static boolean isAnything(List<String> accept) {
		for (String value : accept) {
			if (!value.equals(MediaType.ALL_VALUE) && !value.isBlank()) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPreferred(MediaType range, MediaType other) {
		int quality = Double.compare(range.getQualityValue(), other.getQualityValue());
		return (quality != 0) ? quality > 0 : specificity(range) > specificity(other);
	}

	private static @Nullable MediaType mostSpecific(List<MediaType> ranges, MediaType type) {
		MediaType found = null;
		for (MediaType range : ranges) {
			if (range.includes(type) && (found == null || specificity(range) > specificity(found))) {
				found = range;
			}
		}
		return found;
	}

	private static int specificity(MediaType range) {
		if (range.isWildcardType()) {
			return 0;
		}
		return range.isWildcardSubtype() ? 1 : 2;
	}

}
