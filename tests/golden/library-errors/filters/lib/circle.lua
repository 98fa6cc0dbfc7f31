return {library("round")}
