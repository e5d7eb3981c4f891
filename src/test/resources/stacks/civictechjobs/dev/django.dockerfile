ARG PYTHON_VERSION=3.12
FROM python:${PYTHON_VERSION}-alpine
WORKDIR /code
COPY ./backend .
RUN pip install --no-cache-dir -e .
