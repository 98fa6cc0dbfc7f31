# The sitemap holds every page that readers should find, with its languages; robots.txt says where it is.
sitemap() { python3 "$here/sitemap.py" "$site"; }

judge 'the sitemap and the pages agree' everywhere sitemap
finds 'a page that is forgotten' 'is not listed' 'mkdir ja/more && cp ja/glossary/index.html ja/more/' sitemap
finds 'an address without a page' 'No such file' 'rm en/feeds/index.html' sitemap
finds 'a page that does not name its languages' 'do not name the same' \
	'sed -i "0,/hreflang=.en. href=.[^\"]*/s//hreflang=\"en\" href=\"https:\/\/csirt.example.org\/en\/index.html/" sitemap.xml' sitemap
finds 'another canonical address' 'is not the page.s canonical address' 'sed -i "s/rel=.canonical./rel=\"other\"/" ja/index.html' sitemap
