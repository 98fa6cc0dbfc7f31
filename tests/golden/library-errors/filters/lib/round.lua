return {library("circle")}
