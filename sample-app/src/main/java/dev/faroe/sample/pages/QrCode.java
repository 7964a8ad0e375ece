package dev.faroe.sample.pages;

import java.util.Map;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;

/**
 * A QR code as the path of an SVG image, which needs neither a request of its own nor a
 * data address.
 */
final class QrCode {

	private QrCode() {
	}

	/**
	 * Return the squares of the code, each of which is one unit wide.
	 */
	static String path(String text) {
		BitMatrix squares = encode(text);
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < squares.getHeight(); y++) {
			for (int x = 0; x < squares.getWidth(); x++) {
				if (squares.get(x, y)) {
					path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
				}
			}
		}
		return path.toString();
	}

	/**
	 * Return the width and the height of the code, with the margin that readers need.
	 */
	static int size(String text) {
		return encode(text).getWidth();
	}

	private static BitMatrix encode(String text) {
		try {
			return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, 4));
		}
		catch (WriterException ex) {
			throw new IllegalArgumentException("The text is too long for a QR code", ex);
		}
	}

}
