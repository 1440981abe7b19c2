/** @type {import('next').NextConfig} */
module.exports = {
  output: process.env.NEXT_OUTPUT || undefined, // `standalone` in the image: only what runs is copied into it
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: __dirname },
};
