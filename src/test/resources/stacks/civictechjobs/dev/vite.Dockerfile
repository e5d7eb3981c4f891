FROM node:20-alpine
WORKDIR /code
COPY ./package.json ./package-lock.json ./
RUN npm ci
COPY . .
