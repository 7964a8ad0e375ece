package dev.faroe.sample.pages;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The first page. It has no form, and so begins no session.
 */
@Controller
class HomePage {

	@GetMapping("/")
	String home() {
		return "home";
	}

}
