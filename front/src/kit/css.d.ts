/** Style sheets are imported for the build alone: esbuild writes them beside the module. */
declare module "*.css";
