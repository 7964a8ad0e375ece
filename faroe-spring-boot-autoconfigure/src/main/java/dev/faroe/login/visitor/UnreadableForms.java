package dev.faroe.login.visitor;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.codec.CodecException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Makes a form that cannot be read the fault of who has sent it, and not of the server:
 * 400, or 413 for one that is too large, in the place of 500.
 */
final class UnreadableForms implements WebFilter, Ordered {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean form = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.CONTENT_TYPE);
		return chain.filter(form ? new Exchange(exchange) : exchange);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/**
	 * What else can fail, such as a disk for parts that are files, is no fault of the
	 * form.
	 */
	private static Throwable fault(Throwable failure) {
		if (failure instanceof DataBufferLimitException) {
			return new ContentTooLargeException(failure);
		}
		return (failure instanceof CodecException || failure instanceof IllegalArgumentException)
				? new ServerWebInputException("The form cannot be read", null, failure) : failure;
	}

	private static final class Exchange extends ServerWebExchangeDecorator {

		private Exchange(ServerWebExchange exchange) {
			super(exchange);
		}

		@Override
		public Mono<MultiValueMap<String, String>> getFormData() {
			return super.getFormData().onErrorMap(UnreadableForms::fault);
		}

		@Override
		public Mono<MultiValueMap<String, Part>> getMultipartData() {
			return super.getMultipartData().onErrorMap(UnreadableForms::fault);
		}

	}

}
