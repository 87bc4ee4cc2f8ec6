# Called by linear_peers.py: glmnet over given lambdas; CPU seconds of one call, and its coefficients.
suppressMessages(library(glmnet))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]; family <- arguments[2]; alpha <- as.numeric(arguments[3]); threshold <- as.numeric(arguments[4])
data <- as.matrix(read.csv(file.path(folder, "data.csv"), header = FALSE))
lambdas <- scan(file.path(folder, "lambdas.csv"), quiet = TRUE)
x <- data[, -ncol(data)]
y <- data[, ncol(data)]
path <- function() glmnet(x, y, family = family, alpha = alpha, lambda = lambdas, standardize = FALSE, thresh = threshold)
for (i in 1:10) found <- path()
cpu <- sum(system.time(for (i in 1:50) path())[1:2]) / 50
cat(format(cpu, digits = 10), "\n")
write.table(cbind(t(as.matrix(found$beta)), found$a0), file.path(folder, "theta.csv"), sep = ",", row.names = FALSE, col.names = FALSE)
