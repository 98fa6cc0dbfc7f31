local words = {

}}
return words
