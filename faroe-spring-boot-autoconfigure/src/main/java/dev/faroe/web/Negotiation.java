package dev.faroe.web;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
		List<String> accept = request.headers().header(HttpHeaders.ACCEPT);
		MediaType chosen = choose(accept, producible).orElseThrow(() -> new FaroeException(FaroeError.NOT_ACCEPTABLE));
		request.attributes().put(CHOSEN, chosen);
	}

	static MediaType chosen(ServerRequest request) {
		return (MediaType) request.attribute(CHOSEN).orElse(MediaType.APPLICATION_JSON);
	}

	/**
	 * The type with the greatest quality value; among those, the one that the client
	 * names most specifically; among those, the preferred one (RFC 9110, 12.5.1).
	 */
	private static Optional<MediaType> choose(List<String> accept, List<MediaType> producible) {
		if (accept.stream().allMatch(String::isBlank)) {
			return Optional.of(producible.get(0));
		}
		List<MediaType> ranges;
		try {
			ranges = MediaType.parseMediaTypes(accept);
		}
		catch (InvalidMediaTypeException ex) {
			return Optional.empty();
		}
		return producible.stream()
			.map((type) -> new Candidate(type, mostSpecific(ranges, type)))
			.filter((candidate) -> candidate.quality() > 0)
			.min(Comparator.comparingDouble(Candidate::quality)
				.thenComparingInt(Candidate::specificity)
				.reversed()
				.thenComparingInt((candidate) -> producible.indexOf(candidate.type())))
			.map(Candidate::type);
	}

	private static @Nullable MediaType mostSpecific(List<MediaType> ranges, MediaType type) {
		return ranges.stream()
			.filter((range) -> range.includes(type))
			.max(Comparator.comparingInt(Negotiation::specificity))
			.orElse(null);
	}

	private static int specificity(MediaType range) {
		if (range.isWildcardType()) {
			return 0;
		}
		return range.isWildcardSubtype() ? 1 : 2;
	}

	private record Candidate(MediaType type, @Nullable MediaType range) {

		double quality() {
			return (this.range != null) ? this.range.getQualityValue() : 0;
		}

		int specificity() {
			return (this.range != null) ? Negotiation.specificity(this.range) : 0;
		}

	}

}
