package dev.faroe.web;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Reads requests and writes responses with a mapper of its own, so that nothing that a
 * host application sets for its own JSON changes the wire format.
 */
final class JsonCodec {

	private final JsonMapper mapper = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final int maxBodySize;

	JsonCodec(int maxBodySize) {
		this.maxBodySize = maxBodySize;
		// The first request would otherwise pay for it, on an event loop.
		parse(this.mapper.writeValueAsBytes(new ErrorBody("")));
	}

	/**
	 * Read the body of a request. What it refers to is looked for only when the body is
	 * not usable, because a missing resource is the error to report then; otherwise the
	 * service that acts on the body looks for it.
	 * @param resource signals an error if what the path refers to does not exist
	 */
	<T> Mono<T> read(ServerRequest request, Mono<Void> resource, Function<JsonObject, T> decoder) {
		return missingFirst(resource, read(request, decoder));
	}

	<T> Mono<T> read(ServerRequest request, Function<JsonObject, T> decoder) {
		return bytes(request).map((bytes) -> decoder.apply(parse(bytes)));
	}

	/**
	 * Read the body of a request that need not have one. An empty body is an object
	 * without members.
	 * @param resource signals an error if what the path refers to does not exist
	 */
	<T> Mono<T> readOptional(ServerRequest request, Mono<Void> resource, Function<JsonObject, T> decoder) {
		return missingFirst(resource, bytes(request)).doOnNext((bytes) -> {
			if (bytes.length > 0) {
				Negotiation.requireReadable(request);
			}
		})
			.flatMap((bytes) -> missingFirst(resource,
					Mono.fromSupplier(() -> decoder.apply((bytes.length > 0) ? parse(bytes) : empty()))));
	}

	private static <T> Mono<T> missingFirst(Mono<Void> resource, Mono<T> reading) {
		return reading.onErrorResume(FaroeException.class, (ex) -> resource.then(Mono.error(ex)));
	}

	private JsonObject empty() {
		return new JsonObject(this.mapper.createObjectNode());
	}

	private Mono<byte[]> bytes(ServerRequest request) {
		long contentLength = request.headers().contentLength().orElse(0);
		if (contentLength > this.maxBodySize) {
			return Mono.error(new FaroeException(FaroeError.PAYLOAD_TOO_LARGE));
		}
		Flux<DataBuffer> body = request.body(BodyExtractors.toDataBuffers());
		return DataBufferUtils.join(body, this.maxBodySize)
			.onErrorMap(DataBufferLimitException.class, (ex) -> new FaroeException(FaroeError.PAYLOAD_TOO_LARGE))
			.map(JsonCodec::bytes)
			.defaultIfEmpty(new byte[0]);
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private JsonObject parse(byte[] bytes) {
		try {
			return new JsonObject(this.mapper.readTree(bytes));
		}
		catch (JacksonException ex) {
			// The message of the cause could quote a password.
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	Mono<ServerResponse> ok(Object body) {
		return write(ServerResponse.ok(), body);
	}

	byte[] errorBody(FaroeError error) {
		return this.mapper.writeValueAsBytes(new ErrorBody(error.name()));
	}

	Mono<ServerResponse> write(ServerResponse.BodyBuilder response, Object body) {
		return write(response, MediaType.APPLICATION_JSON, this.mapper.writeValueAsBytes(body));
	}

	/**
	 * Respond with what is JSON already.
	 */
	static Mono<ServerResponse> json(byte[] json) {
		return json(ServerResponse.ok(), json);
	}

	static Mono<ServerResponse> json(ServerResponse.BodyBuilder response, byte[] json) {
		return write(response, MediaType.APPLICATION_JSON, json);
	}

	static Mono<ServerResponse> text(ServerResponse.BodyBuilder response, String text) {
		return write(response, new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8),
				text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Writes bytes without a message writer, which the host application could have
	 * replaced.
	 */
	private static Mono<ServerResponse> write(ServerResponse.BodyBuilder response, MediaType type, byte[] bytes) {
		return response.contentType(type)
			.contentLength(bytes.length)
			.body((message, context) -> message
				.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(bytes))));
	}

	static Mono<ServerResponse> noContent() {
		return ServerResponse.status(HttpStatusCode.valueOf(204)).build();
	}

	record ErrorBody(String error) {
	}

}
