package dev.faroe.sample.mailbox;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/**
 * Shows the mails to who is on the same machine, and to nobody else.
 */
@Controller
@RequestMapping("/dev/mailbox")
@ConditionalOnMailbox
class MailboxPages {

	private static final String POLICY = "Content-Security-Policy";

	/** Names of this machine: a page elsewhere can give it any other one. */
	private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

	/** What a proxy on this machine adds, whose clients are elsewhere. */
	private static final Pattern FORWARDED = Pattern
		.compile("(?i)forwarded|via|x-forwarded-.*|x-real-ip|.*client-ip|cf-connecting-ip");

	private static final Pattern STYLE = Pattern.compile("style=\"([^\"]*)\"");

	private final Mailbox mailbox;

	MailboxPages(Mailbox mailbox) {
		this.mailbox = mailbox;
	}

	/**
	 * Asks the connection, and the headers as they came: what Spring makes of those of a
	 * proxy can be anything.
	 */
	@ModelAttribute
	void requireThisMachine(ServerHttpRequest request) {
		HttpServerRequest original = ServerHttpRequestDecorator.getNativeRequest(request);
		boolean local = original.connectionRemoteAddress() instanceof InetSocketAddress client
				&& client.getAddress() != null && client.getAddress().isLoopbackAddress()
				&& HOSTS.contains(host(original.requestHeaders().getAll(HttpHeaders.HOST)))
				&& original.requestHeaders().names().stream().noneMatch((name) -> FORWARDED.matcher(name).matches());
		if (!local) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
	}

	private static String host(List<String> hosts) {
		return (hosts.size() == 1) ? hosts.get(0).replaceFirst(":[0-9]*$", "") : "";
	}

	@GetMapping
	String list(Model model) {
		model.addAttribute("mails", this.mailbox.mails());
		return "mailbox/mailbox";
	}

	@GetMapping("/{number}")
	String show(@PathVariable long number, Model model, ServerHttpResponse response) {
		model.addAttribute("mail", require(number));
		response.getHeaders()
			.set(POLICY, "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self';"
					+ " base-uri 'none'; frame-ancestors 'none'");
		return "mailbox/mail";
	}

	/**
	 * The mail as mail programs show it: on its own, without a script, a form or anything
	 * from elsewhere. Its styles are in attributes, each of which is named by its hash.
	 */
	@GetMapping("/{number}/html")
	ResponseEntity<String> html(@PathVariable long number) {
		String html = require(number).html();
		String styles = STYLE.matcher(html)
			.results()
			.map((style) -> hash(style))
			.distinct()
			.collect(Collectors.joining(" "));
		return ResponseEntity.ok()
			.contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
			.cacheControl(CacheControl.noStore())
			.header("X-Frame-Options", "SAMEORIGIN")
			.header(POLICY, "default-src 'none'; style-src 'unsafe-hashes' " + styles
					+ "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation")
			.body(html);
	}

	private static String hash(MatchResult style) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(style.group(1).getBytes(StandardCharsets.UTF_8));
			return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Mail require(long number) {
		return this.mailbox.find(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
